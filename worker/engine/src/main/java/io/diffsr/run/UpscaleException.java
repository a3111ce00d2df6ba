package io.diffsr.run;

import io.diffsr.job.ErrorCode;

/** A run failed for a reason that has a code. */
public final class UpscaleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public UpscaleException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public UpscaleException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
