package io.diffsr.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookDeliveryViewTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.org/hook, https://example.org/hook",
    "https://user:secret@example.org:8443/hook?token=x#y, https://example.org:8443/hook",
    "https://example.org?token=x, https://example.org",
    "http://[2606:4700::1]:80/a%20b, http://[2606:4700::1]:80/a%20b"
  })
  void showsAddressesWithoutTheirSecrets(URI url, String shown) {
    assertEquals(shown, WebhookDeliveryView.withoutSecrets(url));
  }
}
