package io.diffsr.calibration;

/** The pictures are not fit to measure a model with; the message says why. */
public final class CalibrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CalibrationException(String message) {
    super(message);
  }
}
