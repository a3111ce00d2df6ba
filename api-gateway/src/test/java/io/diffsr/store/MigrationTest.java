package io.diffsr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables of the version before tenants and retention, with jobs in them, go on being used. */
@QuarkusTest
class MigrationTest {
  private static final String NAME = "migration";

  /** The last migration of that version. */
  private static final String BEFORE = "5";

  /** As that version wrote it. */
  private static final String SPEC =
      """
      {"input": {"key": "inputs/x", "mediaType": "image/png", "width": 12, "height": 10,
        "bytes": 300, "plain": true},
       "upscale": {"width": 24, "height": 20, "method": "diff-sr", "model": "diffsr-small",
        "start": "auto", "sampler": "DPMPP_2M", "eta": 0, "consistency": "AUTO", "noiseSigma": 0,
        "seed": 1, "samples": 1, "outputFormat": "PNG", "quality": 92, "pictureMetadata": "KEEP"},
       "priority": 5, "metadata": {}}
      """;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  @ConfigProperty(name = "quarkus.datasource.username")
  String user;

  @ConfigProperty(name = "quarkus.datasource.password")
  String password;

  @BeforeEach
  void create() throws SQLException {
    drop();
    onShared("create schema " + NAME);
  }

  @AfterEach
  void drop() throws SQLException {
    onShared("drop schema if exists " + NAME + " cascade");
  }

  private void onShared(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Tables of its own, beside the service's. */
  private String own() {
    return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + NAME;
  }

  private void migrate(String target) {
    Flyway.configure()
        .dataSource(own(), user, password)
        .schemas(NAME)
        .target(target)
        .load()
        .migrate();
  }

  private static void insertJobs(Statement statement, String key) throws SQLException {
    for (String status :
        List.of("QUEUED", "RUNNING", "CANCELING", "SUCCEEDED", "FAILED", "CANCELED", "EXPIRED")) {
      boolean leased = status.equals("RUNNING") || status.equals("CANCELING");
      boolean ended = !leased && !status.equals("QUEUED");
      statement.execute(
          """
          insert into job (id, status, status_version, attempt, failed_attempts, priority, spec,
            created_at, available_at, releases, lease_worker, lease_until, finished_at, result,
            error, network, input_pixels, output_pixels, memory)
          values (gen_random_uuid(), '%s', 2, 1, 0, 5, '%s', now() - interval '90 days', now(), 0,
            %s, %s, %s, %s, %s, 'diffsr-small', 120, 480, 67108864)
          """
              .formatted(
                  status,
                  SPEC,
                  leased ? "'worker-1'" : "null",
                  leased ? "now()" : "null",
                  ended ? "now() - interval '90 days'" : "null",
                  status.equals("SUCCEEDED") ? "'{\"key\": \"outputs/x/1.png\"}'" : "null",
                  status.equals("FAILED") ? "'{\"code\": \"MODEL_FAILED\"}'" : "null"));
    }
    statement.execute(
        "insert into job_event (job, version, status, attempt, at)"
            + " select id, 1, 'QUEUED', 0, now() from job on conflict do nothing");
    statement.execute(
        "insert into idempotency_key (key, payload_hash, job, answer, created_at)"
            + " select '%s' || row_number() over (), 'hash', id, '{}', now() from job"
                .formatted(key)
            + " where status = 'SUCCEEDED'");
  }

  @Test
  void jobsOfTheVersionBeforeAreFoundAndNoneOfThemIsRemoved() throws SQLException {
    migrate(BEFORE);
    try (Connection connection = DriverManager.getConnection(own(), user, password);
        Statement statement = connection.createStatement()) {
      insertJobs(statement, "before-");
      migrate("latest");
      assertEquals(List.of("default"), texts(statement, "select distinct tenant from job"));
      assertEquals(
          List.of("QUEUED"),
          texts(
              statement,
              "select status from (%s) chosen"
                  .formatted(BacklogQueries.BACKLOG.replace("?1", "10"))
                  .replace("for update of j skip locked", "")));
      for (String query :
          List.of(
              RetentionQueries.JOBS_DUE,
              RetentionQueries.RESULTS_DUE,
              RetentionQueries.INPUTS_DUE,
              RetentionQueries.JOBS_DELETED)) {
        assertEquals(List.of("0"), texts(statement, query.replace("?1", "100")));
      }
      assertEquals(0, statement.executeUpdate(RetentionQueries.UNPLANNED.replace("?1", "100")));
      assertEquals(List.of("7"), texts(statement, "select count(*) from job"));
      // A gateway of that version goes on inserting as it did.
      insertJobs(statement, "beside-");
      assertEquals(List.of("14"), texts(statement, "select count(*) from job"));
    }
  }

  private static List<String> texts(Statement statement, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    assertTrue(!texts.isEmpty(), sql);
    return texts;
  }
}
