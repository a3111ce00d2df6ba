package io.diffsr.benchmark;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Submissions per second, beside their ceiling: the same bytes put by the same client into the same
 * object store, and the same rows committed by plain JDBC, at the same concurrency. Both are
 * measured in turn.
 */
final class Submissions {
  private static final int CALLERS = 8;

  /** Until the gateway is compiled: C2 takes as long as the work for the first 2,000. */
  private static final int WARM_UP = 4_000;

  private static final int ROUNDS = 5;
  private static final int PER_ROUND = 400;
  private static final double NANOSECONDS_PER_SECOND = 1e9;

  private final Installation installation;
  private final byte[] picture;
  private final MinioClient objects;
  private final List<Connection> connections = new ArrayList<>();
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

  /**
   * What was measured.
   *
   * @param callers at the same time
   * @param bytes of a picture
   * @param ratio of submissions to the ceiling, per second
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Figures(
      int callers,
      int bytes,
      double perSecond,
      Percentiles times,
      double ceilingPerSecond,
      Percentiles ceilingTimes,
      double ratio) {}

  private Submissions(Installation installation, byte[] picture) {
    this.installation = installation;
    this.picture = picture;
    Map<String, String> environment = installation.stack().environment();
    this.objects =
        MinioClient.builder()
            .endpoint(environment.get("DIFFSR_STORAGE_ENDPOINT"))
            .credentials(
                environment.get("DIFFSR_STORAGE_ACCESS_KEY"),
                environment.get("DIFFSR_STORAGE_SECRET_KEY"))
            .build();
  }

  /**
   * Measures with no worker about.
   *
   * @param picture what is submitted
   */
  static Figures measure(Installation installation, byte[] picture)
      throws IOException, SQLException, InterruptedException {
    installation.stopWorkers();
    Submissions submissions = new Submissions(installation, picture);
    try {
      submissions.prepare();
      return submissions.inTurn();
    } finally {
      submissions.close();
    }
  }

  /** Tables like the service's, with a job's rows in them to be copied. */
  private void prepare() throws IOException, SQLException {
    String example = submit();
    for (int i = 0; i < CALLERS; i++) {
      connections.add(installation.connect());
    }
    try (Statement statement = connections.get(0).createStatement()) {
      statement.execute("create schema ceiling");
      statement.execute("create table ceiling.job (like public.job including all)");
      statement.execute("create table ceiling.job_event (like public.job_event including all)");
      for (String table : List.of("job", "job_event")) {
        String id = table.equals("job") ? "id" : "job";
        statement.execute(
            "create table ceiling.%s_example as select * from public.%s where %s = '%s'"
                .formatted(table, table, id, example));
        statement.execute("alter table ceiling.%s_example drop column %s".formatted(table, id));
      }
    }
    for (Connection each : connections) {
      each.setAutoCommit(false);
    }
  }

  private Figures inTurn() throws InterruptedException {
    round(PER_ROUND, caller -> put(caller));
    round(WARM_UP, caller -> submit());
    List<Long> times = new ArrayList<>();
    List<Long> ceiling = new ArrayList<>();
    double seconds = 0;
    double ceilingSeconds = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      ceiling.addAll(round(PER_ROUND, caller -> put(caller)));
      long between = System.nanoTime();
      times.addAll(round(PER_ROUND, caller -> submit()));
      ceilingSeconds += (between - start) / NANOSECONDS_PER_SECOND;
      seconds += (System.nanoTime() - between) / NANOSECONDS_PER_SECOND;
    }
    return new Figures(
        CALLERS,
        picture.length,
        times.size() / seconds,
        Percentiles.of(times),
        ceiling.size() / ceilingSeconds,
        Percentiles.of(ceiling),
        ceilingSeconds / seconds);
  }

  private interface Work {
    Object done(int caller) throws Exception;
  }

  /** So many in all, by all callers; answers what each took, in nanoseconds. */
  private List<Long> round(int count, Work work) throws InterruptedException {
    List<Callable<List<Long>>> shares = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int caller = i;
      shares.add(
          () -> {
            List<Long> times = new ArrayList<>();
            for (int k = 0; k < count / CALLERS; k++) {
              long start = System.nanoTime();
              work.done(caller);
              times.add(System.nanoTime() - start);
            }
            return times;
          });
    }
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> share : callers.invokeAll(shares)) {
      try {
        all.addAll(share.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return all;
  }

  private String submit() throws IOException {
    return installation.api().submit(picture, Map.of("method", "bicubic", "scale", "2"));
  }

  /** What a submission leaves in the store: an object, and in one transaction its rows. */
  private String put(int caller) throws Exception {
    String id = UUID.randomUUID().toString();
    objects.putObject(
        PutObjectArgs.builder()
            .bucket("diffsr")
            .object("ceiling/" + id)
            .contentType("image/png")
            .stream(new ByteArrayInputStream(picture), (long) picture.length, -1L)
            .build());
    Connection connection = connections.get(caller);
    insert(
        connection, "insert into ceiling.job select ?::uuid, e.* from ceiling.job_example e", id);
    insert(
        connection,
        "insert into ceiling.job_event select ?::uuid, e.* from ceiling.job_event_example e",
        id);
    connection.commit();
    return id;
  }

  private static void insert(Connection connection, String sql, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      statement.executeUpdate();
    }
  }

  private void close() throws SQLException {
    callers.shutdownNow();
    for (Connection each : connections) {
      each.close();
    }
  }
}
