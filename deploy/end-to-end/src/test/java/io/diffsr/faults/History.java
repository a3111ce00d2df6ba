package io.diffsr.faults;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What outsiders saw of a run, and how it ended.
 *
 * @param acceptances answers 202 to submissions, every one
 * @param answers to reads of a job, in the order in which they came
 * @param notices webhooks that came
 * @param endings of the jobs, by id, read after the run
 * @param listed ids of all jobs that the service lists after the run
 * @param digests SHA-256 of the right result, by kind of work
 */
record History(
    List<Acceptance> acceptances,
    List<Answer> answers,
    List<Notice> notices,
    Map<String, Ending> endings,
    Set<String> listed,
    Map<String, String> digests) {

  /**
   * An answer 202.
   *
   * @param key the idempotency key
   */
  record Acceptance(String key, String id) {}

  /**
   * A job as one answer showed it.
   *
   * @param asked when the request was sent, on the client's clock
   * @param answered when the answer had come, on the same clock
   */
  record Answer(String id, int version, String status, long asked, long answered) {}

  /**
   * A webhook.
   *
   * @param signed whether its signature is valid
   */
  record Notice(String id, int version, String status, boolean signed) {}

  /** A status and the {@code status_version} that brought it. */
  record Step(int version, String status) {}

  /**
   * A job after the run.
   *
   * @param work the kind of work that was asked for
   * @param notified whether a webhook was asked for
   * @param steps as its stream of events repeats them
   * @param error the code of its error; empty where it has none
   * @param digest SHA-256 of the result as it was downloaded; empty where there is none
   * @param outputs number of its results in the object store
   * @param checkpoint whether a checkpoint of it is left there
   */
  record Ending(
      String work,
      boolean notified,
      List<Step> steps,
      String error,
      String digest,
      int outputs,
      boolean checkpoint) {
    /** How often a worker took it. */
    long attempts() {
      return steps.stream().filter(step -> step.status().equals("running")).count();
    }

    Step last() {
      return steps.isEmpty() ? new Step(0, "") : steps.get(steps.size() - 1);
    }
  }
}
