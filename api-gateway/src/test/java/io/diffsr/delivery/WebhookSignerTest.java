package io.diffsr.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignerTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final Instant AT = Instant.ofEpochSecond(1614265330);
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

  @Test
  void signsAsTheStandardDoes() {
    assertEquals(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        new WebhookSigner(List.of(SECRET)).sign(ID, AT, BODY));
  }

  @Test
  void signsOncePerSecretSoThatSecretsCanChange() {
    String both = new WebhookSigner(List.of(SECRET, OTHER)).sign(ID, AT, BODY);
    String first = new WebhookSigner(List.of(SECRET)).sign(ID, AT, BODY);
    String second = new WebhookSigner(List.of(OTHER)).sign(ID, AT, BODY);
    assertEquals(first + " " + second, both);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_c2hvcnQ=",
        "whsec_not base64 at all!"
      })
  void aMalformedSecretIsRefusedAndNotRepeated(String secret) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> new WebhookSigner(List.of(SECRET, secret)));
    assertEquals(
        "each of diffsr.webhooks.secrets must be whsec_ and the base64 of 24 to 64 bytes",
        refusal.getMessage());
  }

  @Test
  void withoutASecretNothingIsSent() {
    assertFalse(new WebhookSigner(List.of()).ready());
  }
}
