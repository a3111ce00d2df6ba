package io.diffsr.picture.heif;

/** libheif's program cannot be used at the moment, for a reason that is not the file's. */
public final class HeifUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HeifUnavailableException(String message) {
    super(message);
  }
}
