package io.diffsr.diffusion;

/** A scheduler configuration holds a field or a value that this program cannot honour. */
public final class InvalidSchedulerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param field name in scheduler_config.json
   * @param value what stands there
   * @param expected what may stand there, in words
   */
  public InvalidSchedulerException(String field, Object value, String expected) {
    super("scheduler_config.json: %s is '%s'; it must be %s".formatted(field, value, expected));
  }
}
