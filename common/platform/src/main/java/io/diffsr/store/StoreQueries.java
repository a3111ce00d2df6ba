package io.diffsr.store;

import io.diffsr.job.ErrorCode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The queries about jobs that the service repeats, all in one place, so that a test can explain
 * each: none may read the whole table.
 */
public final class StoreQueries {
  /** A worker {@code w} that has registered within the last seconds. */
  private static final String LIVE =
      "w.seen_at > clock_timestamp() - interval '%d seconds'"
          .formatted(WorkerRegistry.LIVENESS.toSeconds());

  /** Worker {@code w} can run job {@code j}: it has the networks, and a slot has the memory. */
  static final String RUNS =
      """
      (j.network is null or n.name is not null)
      and (j.start_network is null or s.name is not null)
      and w.slot_memory >= j.memory
        + coalesce(n.memory_base + n.memory_per_input_pixel * j.input_pixels
          + n.memory_per_output_pixel * j.output_pixels, 0)
        + coalesce(s.memory_base + s.memory_per_input_pixel * j.input_pixels
          + s.memory_per_output_pixel * j.output_pixels, 0)
      """;

  static final String WORKERS_OF_JOB =
      "worker w left join worker_network n on n.worker = w.name and n.name = j.network"
          + " left join worker_network s on s.worker = w.name and s.name = j.start_network";

  static final String SOME_LIVE_WORKER_RUNS =
      "exists (select 1 from " + WORKERS_OF_JOB + " where " + LIVE + " and " + RUNS + ")";

  static final String NO_LIVE_WORKER = "not exists (select 1 from worker w where " + LIVE + ")";

  /** 1 where worker ?1 can run job ?2, else 0. */
  static final String WORKER_RUNS_JOB =
      "select count(*) from job j cross join "
          + WORKERS_OF_JOB
          + " where w.name = ?1 and j.id = ?2 and "
          + RUNS;

  /** Whether a job that worker ?1 can run was released more than once, or ?2 seconds ago. */
  static final String RELEASED_IN_VAIN =
      """
      select exists (select 1 from job j
      where j.status = 'QUEUED' and j.released_at is not null and j.set_aside_at is null
        and (j.releases > 1 or j.released_at < clock_timestamp() - make_interval(secs => ?2))
        and exists (select 1 from %s where w.name = ?1 and %s))
      """
          .formatted(WORKERS_OF_JOB, RUNS);

  /** The patience doubles up to eightfold: an outage of Kafka must not leave a job for hours. */
  static final String UNDELIVERED =
      """
      select * from job
      where status = 'QUEUED' and released_at is not null and set_aside_at is null
        and released_at
            < clock_timestamp() - make_interval(secs => ?2 * power(2, least(releases, 4) - 1))
      order by released_at limit ?1 for update skip locked
      """;

  static final String LOST_LEASES =
      """
      select * from job
      where status in ('RUNNING', 'CANCELING') and lease_until <= clock_timestamp()
        and set_aside_at is null
      order by lease_until limit ?1 for update skip locked
      """;

  static final String PAST_DEADLINE =
      """
      select * from job
      where status = 'QUEUED' and deadline is not null and deadline <= clock_timestamp()
        and set_aside_at is null
      order by deadline limit ?1 for update skip locked
      """;

  static final String SET_ASIDE =
      "select * from job where set_aside_at is not null order by set_aside_at limit ?1"
          + " for update skip locked";

  static final String QUEUE_POSITIONS =
      """
      select id, position from (
        select id, row_number() over (
            partition by tenant order by priority desc, created_at, id) - 1 as position
        from job where status = 'QUEUED'
          and tenant in (select tenant from job where id in (:ids))) queued
      where id in (:ids)
      """;

  /** Of queued jobs: whether a worker lives, one has the networks, and one can run the job. */
  static final String PLACEMENT =
      """
      select j.id,
        exists (select 1 from worker w where %s),
        exists (select 1 from %s where %s
          and (j.network is null or n.name is not null)
          and (j.start_network is null or s.name is not null)),
        %s
      from job j where j.id in (:ids) and j.status = 'QUEUED'
      """
          .formatted(LIVE, WORKERS_OF_JOB, LIVE, SOME_LIVE_WORKER_RUNS);

  /** A tenant's dead letters, oldest first. */
  static final String RETRYABLE =
      "select * from job where tenant = ?1"
          + retryable()
          + " and set_aside_at is null"
          + " order by created_at, id limit ?2 for update skip locked";

  /** How many there are of all tenants, and for how many seconds the oldest has been one. */
  static final String DEAD_LETTERS =
      "select count(*), coalesce(extract(epoch from clock_timestamp() - min(finished_at)), 0)"
          + " from job where true"
          + retryable();

  static final String COUNT_BY_STATUS = "select status, count(*) from job group by status";

  static final String COUNT_RELEASED =
      "select count(*) from job where status = 'QUEUED' and released_at is not null"
          + " and set_aside_at is null";

  static final String COUNT_SET_ASIDE = "select count(*) from job where set_aside_at is not null";

  static final String COUNT_WITHOUT_WORKER =
      "select count(*) from job j where j.status = 'QUEUED' and j.set_aside_at is null and not "
          + SOME_LIVE_WORKER_RUNS;

  private StoreQueries() {}

  /** Failed by what trying again may help against, with the input still there, and in time. */
  private static String retryable() {
    return " and status = 'FAILED' and error ->> 'code' in ("
        + ErrorCode.allRetryable().stream()
            .map(code -> "'" + code.name() + "'")
            .collect(Collectors.joining(", "))
        + ") and (expires_at is null or input_due_at > statement_timestamp())"
        + " and (deadline is null or deadline > statement_timestamp())";
  }

  /**
   * A page of the list of a tenant's jobs, newest first: {@code :tenant}, {@code :status}, {@code
   * :at} and {@code :id}.
   */
  static String list(boolean ofStatus, boolean after, boolean retryable) {
    return "select * from job where tenant = :tenant"
        + (ofStatus ? " and status = :status" : "")
        + (retryable ? retryable() : "")
        + (after ? " and (created_at, id) < (:at, :id)" : "")
        + " order by created_at desc, id desc limit :most";
  }

  /** All of them by name. */
  public static Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    all.put("backlog", BacklogQueries.BACKLOG);
    all.put("whole backlog", BacklogQueries.WHOLE_BACKLOG);
    all.put("next for worker", BacklogQueries.NEXT_FOR_WORKER);
    all.put("worker runs job", WORKER_RUNS_JOB);
    all.put("released in vain", RELEASED_IN_VAIN);
    all.put("undelivered", UNDELIVERED);
    all.put("lost leases", LOST_LEASES);
    all.put("past deadline", PAST_DEADLINE);
    all.put("set aside", SET_ASIDE);
    all.putAll(RetentionQueries.all());
    all.put("queue positions", QUEUE_POSITIONS);
    all.put("placement", PLACEMENT);
    all.put("count by status", COUNT_BY_STATUS);
    all.put("count released", COUNT_RELEASED);
    all.put("count set aside", COUNT_SET_ASIDE);
    all.put("count without worker", COUNT_WITHOUT_WORKER);
    all.put("list", list(false, false, false));
    all.put("list of a status", list(true, false, false));
    all.put("list further", list(false, true, false));
    all.put("list of a status further", list(true, true, false));
    all.put("list of dead letters", list(false, true, true));
    all.put("retryable", RETRYABLE);
    all.put("dead letters", DEAD_LETTERS);
    return all;
  }
}
