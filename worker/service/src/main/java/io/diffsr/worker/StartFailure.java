package io.diffsr.worker;

/** Why a worker cannot start, in one line. */
final class StartFailure {
  private StartFailure() {}

  /**
   * The innermost cause that has a message: what wraps it is no more than the fact of the failure.
   */
  static String text(Throwable failure) {
    String text = failure.toString();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each.getMessage() != null && !each.getMessage().isBlank()) {
        text = each instanceof Error ? each.toString() : each.getMessage();
      }
    }
    return text.lines().findFirst().orElse(text);
  }
}
