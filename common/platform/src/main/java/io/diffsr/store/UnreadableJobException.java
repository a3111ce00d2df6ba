package io.diffsr.store;

import java.util.UUID;

/** A row holds what this version of the service does not know, such as an option of a newer one. */
public final class UnreadableJobException extends RuntimeException {
  UnreadableJobException(UUID job, Throwable cause) {
    super("this version of the service cannot read job " + job + ": " + cause.getMessage(), cause);
  }
}
