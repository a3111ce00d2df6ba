package io.diffsr.store;

import java.util.Map;

/**
 * The queries by which what has been kept long enough is removed. They compare with the time of the
 * statement, which an index can be searched for; the clock itself may change from row to row.
 */
final class RetentionQueries {
  /**
   * Ended jobs whose times were promised by this version and whose end was written by one before,
   * which knows no such columns.
   */
  static final String UNPLANNED =
      """
      update job set
        expires_at = finished_at
          + make_interval(secs => cast(spec -> 'retention' ->> 'jobSeconds' as float8)),
        input_due_at = finished_at
          + make_interval(secs => cast(spec -> 'retention' ->> 'inputSeconds' as float8)),
        result_due_at = case when status = 'SUCCEEDED' then finished_at
          + make_interval(secs => cast(spec -> 'retention' ->> 'resultSeconds' as float8)) end
      where id in (
        select id from job
        where finished_at is not null and expires_at is null and spec -> 'retention' is not null
        limit ?1 for update skip locked)
      """;

  /**
   * Lists the objects of rows {@code gone}, and answers how many rows there were. Checkpoints are
   * listed when a job ends.
   */
  private static final String REMOVED =
      """
      , listed as (
        insert into object_deletion (key, due_at)
        select key, clock_timestamp() from gone
          cross join lateral (values %s) objects (key) where key is not null
        on conflict (key) do nothing)
      select count(*) from gone
      """;

  private static final String INPUT = "(spec -> 'input' ->> 'key')";
  private static final String RESULT = "(result ->> 'key'), (result ->> 'uncertaintyKey')";

  /** Results that are due are taken from their jobs, which stay. */
  static final String RESULTS_DUE =
      """
      with due as (
        select id from job where result_due_at <= statement_timestamp()
        order by result_due_at limit ?1 for update skip locked),
      gone as (
        update job set result_due_at = null from due where job.id = due.id
        returning job.id, spec, result)
      """
          + REMOVED.formatted(RESULT);

  static final String INPUTS_DUE =
      """
      with due as (
        select id from job where input_due_at <= statement_timestamp()
        order by input_due_at limit ?1 for update skip locked),
      gone as (
        update job set input_due_at = null from due where job.id = due.id
        returning job.id, spec, result)
      """
          + REMOVED.formatted(INPUT);

  private static final String DELETE_DUE =
      "), gone as (delete from job using due where job.id = due.id returning job.id, spec, result)"
          + REMOVED.formatted(INPUT + ", " + RESULT);

  static final String JOBS_DUE =
      """
      with due as (
        select id from job where expires_at <= statement_timestamp() and finished_at is not null
        order by expires_at limit ?1 for update skip locked
      """
          + DELETE_DUE;

  static final String JOBS_DELETED =
      """
      with due as (
        select id from job where removal_requested and finished_at is not null
        order by finished_at limit ?1 for update skip locked
      """
          + DELETE_DUE;

  /** One that nobody works on. */
  static final String JOB_DELETED = "with due as (select cast(?1 as uuid) as id" + DELETE_DUE;

  /** Claims that ran out among them. */
  static final String KEYS_DUE =
      """
      delete from idempotency_key where key in (
        select key from idempotency_key
        where created_at < statement_timestamp() - make_interval(secs => ?2)
        order by created_at limit ?1 for update skip locked)
      """;

  private RetentionQueries() {}

  /** All of them by name. */
  static Map<String, String> all() {
    return Map.of(
        "results due", RESULTS_DUE,
        "inputs due", INPUTS_DUE,
        "jobs due", JOBS_DUE,
        "jobs deleted", JOBS_DELETED,
        "job deleted", JOB_DELETED,
        "keys due", KEYS_DUE,
        "unplanned", UNPLANNED);
  }
}
