package io.diffsr.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.endtoend.Api;
import io.diffsr.endtoend.Stack;
import io.diffsr.endtoend.Stack.Running;
import io.diffsr.testing.MethodFolders;
import io.diffsr.testing.PictureFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A whole service with a gateway, and workers whose network has a fixed cost. */
final class Installation implements AutoCloseable {
  /** A job takes so many calls of so many milliseconds. */
  private static final int CALLS = 40;

  private static final int MILLISECONDS_PER_CALL = 100;

  /** Of a process. */
  private static final int SLOTS = 8;

  private static final byte[] PICTURE = PictureFiles.disc(48, 40);
  private static final String METHOD = "fixed-cost";

  /** Lasts until it is canceled. */
  private static final int ENDLESS_CALLS = 100_000;

  private static final String ENDLESS = "endless";

  private final Stack stack;
  private final Path models;
  private final Running gateway;
  private final List<Running> workers = new ArrayList<>();

  Installation() throws InterruptedException, IOException {
    stack = Stack.start("benchmark", UnaryOperator.identity());
    models = Stack.ROOT.resolve("deploy/end-to-end/target/fixed-cost-models");
    MethodFolders.simulated(models, METHOD, CALLS, MILLISECONDS_PER_CALL);
    MethodFolders.simulated(models, ENDLESS, ENDLESS_CALLS, MILLISECONDS_PER_CALL);
    gateway = stack.startGateway("512m", Map.of("DIFFSR_MODELS_METHODS", METHOD + "," + ENDLESS));
    gateway.awaitReady();
  }

  Api api() {
    return gateway.api();
  }

  Stack stack() {
    return stack;
  }

  /**
   * Stops those that run and starts so many: slots of as few processes as hold them, because each
   * process runs cold at first and takes the processors from the others.
   */
  void workers(int wanted) throws InterruptedException {
    stopWorkers();
    for (int left = wanted; left > 0; left -= SLOTS) {
      Map<String, String> settings = Stack.slots(Math.min(left, SLOTS));
      settings.put("DIFFSR_WORKER_MODELS", models.toString());
      settings.put("DIFFSR_WORKER_LEASE", "15S");
      settings.put("DIFFSR_WORKER_CHECKPOINT_EVERY", "5S");
      workers.add(stack.startWorker(settings));
    }
    for (Running each : workers) {
      each.awaitReady();
    }
  }

  void stopWorkers() {
    workers.forEach(Running::close);
    workers.clear();
  }

  /** Submits a job of fixed cost; answers its id. */
  String submit() throws IOException {
    return submit(METHOD);
  }

  /** Submits a job of another method. */
  String submit(String method) throws IOException {
    return api().submit(PICTURE, Map.of("method", method, "scale", "2"));
  }

  /**
   * Submits so many jobs that run until they are canceled, and waits until all run; answers their
   * ids.
   */
  List<String> running(int count) throws IOException {
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(submit(ENDLESS));
    }
    for (String job : jobs) {
      api().awaitStatus(job, "running");
    }
    return jobs;
  }

  /** Waits for its end. */
  JsonNode succeeded(String id) {
    return api().awaitStatus(id, "succeeded");
  }

  /** Bytes of the gateway's heap in use, garbage included. */
  long gatewayHeap() throws IOException {
    return (long) gateway.metric("jvm_memory_used_bytes", "area=\"heap\"");
  }

  Connection connect() throws SQLException {
    Map<String, String> environment = stack.environment();
    return DriverManager.getConnection(
        environment.get("QUARKUS_DATASOURCE_JDBC_URL"),
        environment.get("QUARKUS_DATASOURCE_USERNAME"),
        environment.get("QUARKUS_DATASOURCE_PASSWORD"));
  }

  /** Connections of gateways and workers to the database. */
  int connections() throws SQLException {
    try (Connection own = connect();
        Statement statement = own.createStatement();
        ResultSet count =
            statement.executeQuery(
                "select count(*) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()")) {
      count.next();
      return count.getInt(1);
    }
  }

  @Override
  public void close() {
    stopWorkers();
    gateway.close();
    stack.close();
  }
}
