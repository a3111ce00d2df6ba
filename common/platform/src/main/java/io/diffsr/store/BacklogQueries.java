package io.diffsr.store;

/**
 * The queries that say whose turn it is. Among tenants, the one goes next that has the fewest jobs
 * at work for its weight, where those count that run and those that are released; within a tenant,
 * priority and age decide. So under load each tenant has a part of the workers, and of their time,
 * in proportion to its weight, and one with thousands of jobs keeps another's waiting for no longer
 * than what is at work takes.
 */
final class BacklogQueries {
  private static final String NOT_PAUSED =
      "not exists (select 1 from queue where paused_at is not null)";

  /** Of each tenant. */
  private static final String AT_WORK =
      """
      with at_work as (
        select tenant, count(*) as jobs from (
          select tenant from job where status in ('RUNNING', 'CANCELING')
          union all
          select tenant from job
          where status = 'QUEUED' and released_at is not null and set_aside_at is null) taken
        group by tenant)
      """;

  /** Each tenant's first jobs with their turns: conditions on {@code j}, and how many. */
  private static final String WAITING =
      """
      , waiting as (
        select first.id, (coalesce(at_work.jobs, 0) + first.place) / t.weight as turn
        from tenant t
        left join at_work on at_work.tenant = t.name
        cross join lateral (
          select j.id, j.priority, j.created_at,
            row_number() over (order by j.priority desc, j.created_at, j.id) as place
          from job j
          where j.tenant = t.name and j.status = 'QUEUED' and j.set_aside_at is null
            and j.available_at <= clock_timestamp() and %1$s and %2$s
          order by j.priority desc, j.created_at, j.id limit %3$s) first
        order by turn, first.priority desc, first.created_at, first.id limit %3$s)
      """;

  /** Another may have taken a job since it was found to be waiting: asked once more. */
  private static final String CHOSEN =
      """
      select j.* from job j join waiting on waiting.id = j.id
      where j.status = 'QUEUED' and %s
      order by waiting.turn, j.priority desc, j.created_at, j.id limit %s
      for update of j skip locked
      """;

  private static final String RELEASABLE = NOT_PAUSED + " and j.released_at is null";
  private static final String SOME_WORKER_RUNS =
      "(%s or %s)".formatted(StoreQueries.NO_LIVE_WORKER, StoreQueries.SOME_LIVE_WORKER_RUNS);

  /** At the same time; what another holds is passed over, and more of them find less. */
  private static final String OF_SEVERAL_GATEWAYS = "?1 * 4";

  /**
   * The backlog's next jobs, ?1 of them. What no worker can run stays there and takes no place in
   * Kafka; where no worker runs at all, jobs are handed over so that the first one finds them. Only
   * of the first in turn is it asked whether a worker runs them: where those are jobs that none
   * runs, fewer are found than there are.
   */
  static final String BACKLOG =
      AT_WORK
          + WAITING.formatted(RELEASABLE, "true", OF_SEVERAL_GATEWAYS)
          + CHOSEN.formatted("j.released_at is null and " + SOME_WORKER_RUNS, "?1");

  /** The same behind any number of jobs that no worker runs; takes longer the more there are. */
  static final String WHOLE_BACKLOG =
      AT_WORK
          + WAITING.formatted(RELEASABLE, SOME_WORKER_RUNS, OF_SEVERAL_GATEWAYS)
          + CHOSEN.formatted("j.released_at is null", "?1");

  /** More than one of a tenant, as other workers may hold the first. */
  private static final String CANDIDATES = "8";

  /** The first job of the backlog, released or not, that worker ?1 can run; not job ?2. */
  static final String NEXT_FOR_WORKER =
      AT_WORK
          + WAITING.formatted(
              NOT_PAUSED + " and j.id <> ?2",
              "exists (select 1 from %s where w.name = ?1 and %s)"
                  .formatted(StoreQueries.WORKERS_OF_JOB, StoreQueries.RUNS),
              CANDIDATES)
          + CHOSEN.formatted("true", "1");

  private BacklogQueries() {}
}
