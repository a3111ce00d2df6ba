package io.diffsr.job;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests by which the same bytes are known again (FIPS 180-4), in lower-case hex. */
public final class Sha256 {
  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public Sha256 update(byte[] bytes) {
    return update(bytes, bytes.length);
  }

  /**
   * @param length how many of the bytes count
   */
  public Sha256 update(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
    return this;
  }

  /** Of all bytes so far; afterwards this object starts anew. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
