package io.diffsr.model;

/** A model cannot be found, cannot be used, or failed in use. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the model. */
  public enum Kind {
    NOT_FOUND,
    /** Its files are damaged, incomplete, or declare something that is not supported. */
    INVALID,
    /** A network call did not come through; another may. */
    FAILED
  }

  private final Kind kind;

  public ModelException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ModelException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
