package io.diffsr.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret that a service on a data folder signs its webhooks with; made at the first start. */
final class WebhookSecret {
  private static final int BYTES = 32;

  private WebhookSecret() {}

  /** Reads the secret, {@code whsec_} and base64, from the file, which is made where missing. */
  static String of(Path file) {
    try {
      if (!Files.exists(file)) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "whsec_" + Base64.getEncoder().encodeToString(secret) + "\n");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the webhook secret in " + file, e);
    }
  }
}
