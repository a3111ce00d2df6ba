package io.diffsr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No query that the service repeats reads the whole table, however many jobs there are. */
@QuarkusTest
class StoreQueriesTest {
  private static final String COPY =
      """
      insert into job (id, status, status_version, attempt, failed_attempts, priority, spec,
        created_at, available_at, released_at, releases, lease_worker, lease_until, started_at,
        finished_at, result, deadline, network, input_pixels, output_pixels, memory, expires_at,
        input_due_at, result_due_at)
      select gen_random_uuid(), s.status, 3, 1, 0, n %% 10, spec,
        created_at - n * interval '1 second', clock_timestamp() + interval '1 day', null, 0,
        case when s.status = 'RUNNING' then 'copy' end,
        case when s.status = 'RUNNING' then clock_timestamp() + interval '1 day' end,
        started_at,
        case when s.status = 'SUCCEEDED' then finished_at end,
        case when s.status = 'SUCCEEDED' then result end,
        case when n %% 100 = 0 then clock_timestamp() + interval '1 day' end,
        network, input_pixels, output_pixels, memory,
        case when s.status = 'SUCCEEDED' then clock_timestamp() + interval '30 days' end,
        case when s.status = 'SUCCEEDED' then clock_timestamp() + interval '7 days' end,
        case when s.status = 'SUCCEEDED' then clock_timestamp() + interval '30 days' end
      from job, generate_series(1, 100000) n, lateral (select case
        when n %% 25 = 0 then 'QUEUED' when n %% 500 = 1 then 'RUNNING' else 'SUCCEEDED' end status) s
      where id = ?
      """
          .replace("%%", "%");

  private static final Pattern DUE_BY_INDEX =
      Pattern.compile("Index Cond: \\(\\w+ <= statement_timestamp\\(\\)\\)");

  @Inject TestWorker worker;
  @Inject TestDatabase database;

  @Test
  void noQueryReadsAHundredThousandJobsFromStartToEnd() {
    UUID id = Gateway.submit(Gateway.form());
    worker.succeed(worker.claim(id), PictureFiles.png(24, 20));
    database.update(COPY, id);
    try {
      database.update("vacuum analyze job");
      Map<String, String> scans = new TreeMap<>();
      StoreQueries.all()
          .forEach(
              (name, query) -> {
                String plan = String.join("\n", database.texts("explain " + sample(query, id)));
                // What is not due yet must not be read to be passed over.
                boolean due = List.of("results due", "inputs due", "jobs due").contains(name);
                if (plan.contains("Seq Scan on job")
                    || (due && !DUE_BY_INDEX.matcher(plan).find())) {
                  scans.put(name, plan);
                }
              });
      assertEquals(Map.of(), scans);
    } finally {
      database.update("delete from job where lease_worker = 'copy'");
      database.update("delete from job where available_at > clock_timestamp() + interval '1 hour'");
      database.update("vacuum analyze job");
    }
  }

  /** The query with values in place of its parameters. */
  private static String sample(String query, UUID id) {
    String uuid = "'" + id + "'::uuid";
    boolean worker = query.contains("w.name = ?1");
    return query
        .replace("cast(?1 as uuid)", uuid)
        .replace("tenant = ?1", "tenant = 'default'")
        .replace("secs => ?2", "secs => 30.0")
        .replace("?2", worker ? uuid : "30.0")
        .replace("?1", worker ? "'test-worker'" : "32")
        .replace(":ids", uuid)
        .replace(":id", uuid)
        .replace(":tenant", "'default'")
        .replace(":status", "'QUEUED'")
        .replace(":at", "clock_timestamp()")
        .replace(":most", "51");
  }
}
