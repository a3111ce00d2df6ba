package io.diffsr.evaluation;

/** The pictures or the plan are not fit for an evaluation; the message says why. */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EvaluationException(String message) {
    super(message);
  }
}
