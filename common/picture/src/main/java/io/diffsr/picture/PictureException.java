package io.diffsr.picture;

/** The sender's picture cannot be used; the message says why in words meant for the sender. */
public final class PictureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  public PictureException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public PictureException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What is wrong. None of these goes away by trying the same file again. */
  public enum Kind {
    /** The bytes start like none of the known picture formats. */
    NOT_A_PICTURE,
    /** A picture of a known format that is truncated, or damaged. */
    CORRUPT,
    /** A sound picture of a format, or of a variant of a format, that is not read here. */
    UNSUPPORTED,
    /** More bytes than the limit. */
    TOO_MANY_BYTES,
    /** More pixels than the limit, in the input or in the result asked for. */
    TOO_MANY_PIXELS
  }
}
