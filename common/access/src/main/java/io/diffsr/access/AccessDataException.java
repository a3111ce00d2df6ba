package io.diffsr.access;

import java.sql.SQLException;

/** The database did not do what it was asked for; the cause says why. */
public final class AccessDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AccessDataException(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
