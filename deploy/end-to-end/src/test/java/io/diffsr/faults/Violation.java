package io.diffsr.faults;

/**
 * A broken promise.
 *
 * @param id of the job
 * @param detail what was seen
 */
record Violation(Promise promise, String id, String detail) {
  /** What the service promises of every job that it has accepted. */
  enum Promise {
    KEPT("every 202 has exactly one terminal state"),
    ONCE("one idempotency key makes one job, and a succeeded job has exactly one result"),
    RIGHT("a result has the bytes that an undisturbed run gives"),
    WHOLE("status_version rises by one, from one, along the arrows of the state machine"),
    AGREED("answers, webhooks and events tell the same status of a version"),
    FORWARD("no answer shows an earlier state than one that had come before it was asked for"),
    TOLD("the terminal event reaches its receiver, and every webhook is signed"),
    UNHARMED("no job fails because of faults that are not its own"),
    TIDY("nothing is left in the object store that nobody needs");

    private final String text;

    Promise(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  @Override
  public String toString() {
    return promise + " (" + promise.text() + "): job " + id + ": " + detail;
  }
}
