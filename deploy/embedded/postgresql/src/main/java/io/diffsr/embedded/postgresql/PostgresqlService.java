package io.diffsr.embedded.postgresql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.io.FileUtils;

/** A PostgreSQL server on a folder, reachable on loopback only, as careful with data as any. */
public final class PostgresqlService {
  private static final long PATIENCE_SECONDS = 10;

  private PostgresqlService() {}

  /**
   * Runs the server until the process ends.
   *
   * @param arguments data folder, folder to unpack the program into, port, name of the database and
   *     of the role that owns it, the role's password, file to create when ready
   */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    Path program = Path.of(arguments[1]);
    Path unpacked = program.resolve("unpacked");
    if (!Files.exists(unpacked)) {
      // The library cannot go on where an earlier start was cut off while it unpacked.
      FileUtils.deleteDirectory(program.toFile());
      Files.createDirectories(program);
    }
    endLeftBehind(data);
    // Lives until its own shutdown hook ends it, which is registered by default.
    @SuppressWarnings("resource")
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(program.toFile())
            .setPort(Integer.parseInt(arguments[2]))
            .setErrorRedirector(Redirect.INHERIT)
            .setOutputRedirector(Redirect.INHERIT)
            // The library is made for tests and turns these off.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            // A worker takes up to 4, a gateway 20.
            .setServerConfig("max_connections", "300")
            .start();
    Files.write(unpacked, new byte[0]);
    create(server, arguments[3], arguments[4]);
    Files.createFile(Path.of(arguments[5]));
    postmaster(data).ifPresent(process -> process.onExit().join());
    System.out.println("PostgreSQL has ended");
    System.exit(1);
  }

  /** Makes the role and the database, unless an earlier start did. */
  private static void create(EmbeddedPostgres server, String name, String password)
      throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "select 1 from pg_settings where name = 'fsync' and setting = 'on'")) {
        throw new IllegalStateException("PostgreSQL was started without fsync");
      }
      if (!exists(statement, "select 1 from pg_roles where rolname = '" + name + "'")) {
        statement.execute("create role " + name + " login password '" + password + "'");
      }
      if (!exists(statement, "select 1 from pg_database where datname = '" + name + "'")) {
        statement.execute("create database " + name + " owner " + name);
      }
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet found = statement.executeQuery(query)) {
      return found.next();
    }
  }

  /** A server outlives this process where that is killed; it holds the data until it ends. */
  private static void endLeftBehind(Path data) throws Exception {
    Optional<ProcessHandle> left = postmaster(data);
    if (left.isPresent()) {
      System.out.println(
          "ending a PostgreSQL server that was left behind, process " + left.get().pid());
      left.get().destroy();
      try {
        left.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        left.get().destroyForcibly();
        left.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  /** The server that works on the data, if one does. */
  private static Optional<ProcessHandle> postmaster(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
    return ProcessHandle.of(pid)
        .filter(process -> process.info().command().orElse("").endsWith("postgres"));
  }
}
