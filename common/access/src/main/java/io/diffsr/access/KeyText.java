package io.diffsr.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as its owner has it: {@code dsr_<id>_<secret>}.
 *
 * @param id 12 hexadecimal digits
 * @param secret 256 random bits in base64url (RFC 4648, section 5)
 */
public record KeyText(String id, String secret) {
  private static final Pattern FORM = Pattern.compile("dsr_([0-9a-f]{12})_([A-Za-z0-9_-]{43})");
  private static final int ID_BYTES = 6;
  private static final int SECRET_BYTES = 32;

  /** A new one. */
  static KeyText generate(SecureRandom random) {
    byte[] id = new byte[ID_BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(id);
    random.nextBytes(secret);
    return new KeyText(
        HexFormat.of().formatHex(id),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** The key that a text is; empty where it is none. */
  public static Optional<KeyText> read(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new KeyText(form.group(1), form.group(2)))
        : Optional.empty();
  }

  /** The public part of what may be a whole key, given where its id alone is asked for. */
  public static String idOf(String text) {
    return read(text).map(KeyText::id).orElse(text);
  }

  /** SHA-256 of the secret: all that is kept of it. As long as it is, it needs no salt. */
  byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the secret has this digest; takes as long whatever differs. */
  boolean has(byte[] digest) {
    return MessageDigest.isEqual(digest(), digest);
  }

  @Override
  public String toString() {
    return "dsr_" + id + "_…";
  }

  /** The whole key, for its owner and nobody else. */
  public String reveal() {
    return "dsr_" + id + "_" + secret;
  }
}
