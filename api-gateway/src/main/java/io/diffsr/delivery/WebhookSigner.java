package io.diffsr.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages (Standard Webhooks 1.0, "Signature scheme", symmetric). */
final class WebhookSigner {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST_SECRET = 24;
  private static final int LONGEST_SECRET = 64;

  private final List<SecretKeySpec> keys;

  /**
   * A signer.
   *
   * @param secrets each {@code whsec_} and the base64 of 24 to 64 bytes
   * @throws IllegalArgumentException when one is not of this form; its text is not repeated
   */
  WebhookSigner(List<String> secrets) {
    this.keys = secrets.stream().map(WebhookSigner::key).toList();
  }

  private static SecretKeySpec key(String secret) {
    byte[] key = decode(secret);
    if (key.length < SHORTEST_SECRET || key.length > LONGEST_SECRET) {
      throw new IllegalArgumentException(
          "each of diffsr.webhooks.secrets must be whsec_ and the base64 of 24 to 64 bytes");
    }
    return new SecretKeySpec(key, ALGORITHM);
  }

  private static byte[] decode(String secret) {
    try {
      return secret.startsWith(PREFIX)
          ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
          : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** Whether there is a secret to sign with. */
  boolean ready() {
    return !keys.isEmpty();
  }

  /**
   * The value of {@code webhook-signature}: one signature per secret, separated by spaces.
   *
   * @param timestamp in whole seconds, as sent in {@code webhook-timestamp}
   */
  String sign(String id, Instant timestamp, byte[] body) {
    byte[] head = (id + "." + timestamp.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
    return keys.stream().map(key -> "v1," + hmac(key, head, body)).collect(Collectors.joining(" "));
  }

  private static String hmac(SecretKeySpec key, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(head);
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
