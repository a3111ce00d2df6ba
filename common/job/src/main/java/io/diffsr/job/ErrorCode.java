package io.diffsr.job;

import io.diffsr.request.WireName;
import java.util.Arrays;
import java.util.List;

/** Why a run failed; the same codes appear in HTTP problems and in {@code job.error}. */
public enum ErrorCode implements WireName {
  INVALID_PICTURE(ErrorCategory.INPUT),
  UNSUPPORTED_PICTURE(ErrorCategory.INPUT),
  PICTURE_TOO_LARGE(ErrorCategory.INPUT),
  INVALID_REQUEST(ErrorCategory.INPUT),
  /** The gateway offers the model, so that another worker may have it. */
  MODEL_NOT_FOUND(ErrorCategory.RESOURCE),
  /** The model's files cannot be read or its network does not fit the service. */
  MODEL_INVALID(ErrorCategory.INPUT),
  MODEL_FAILED(ErrorCategory.RESOURCE),
  OUT_OF_MEMORY(ErrorCategory.RESOURCE),
  STORAGE_UNAVAILABLE(ErrorCategory.TRANSIENT),
  /** The worker stopped answering and its lease ran out. */
  LEASE_LOST(ErrorCategory.TRANSIENT),
  INTERNAL(ErrorCategory.TRANSIENT);

  private final ErrorCategory category;

  ErrorCode(ErrorCategory category) {
    this.category = category;
  }

  public ErrorCategory category() {
    return category;
  }

  /** Those after which trying again can help. */
  public static List<ErrorCode> allRetryable() {
    return Arrays.stream(values()).filter(ErrorCode::retryable).toList();
  }

  /** Whether trying again can help. */
  public boolean retryable() {
    return category != ErrorCategory.INPUT;
  }
}
