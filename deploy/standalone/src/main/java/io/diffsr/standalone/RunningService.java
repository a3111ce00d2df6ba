package io.diffsr.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The note a running service leaves in its data folder, so that other commands find it. */
final class RunningService {
  private static final String URL = "url";
  private static final String PID = "pid";
  private static final String STARTED = "started";

  private final Path file;

  RunningService(Path dataFolder) {
    this.file = dataFolder.resolve("running.properties");
  }

  /** The address of the service on this data folder, if one is alive. */
  Optional<URI> find() {
    return note().map(note -> URI.create(note.getProperty(URL)));
  }

  /** Its database. */
  Optional<DatabaseAddress> database() {
    return note()
        .flatMap(
            note -> {
              Map<String, String> settings = new HashMap<>();
              note.stringPropertyNames()
                  .forEach(name -> settings.put(name, note.getProperty(name)));
              return DatabaseAddress.of(settings);
            });
  }

  private Optional<Properties> note() {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Properties note = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      note.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long pid = Long.parseLong(note.getProperty(PID, "-1"));
    // Another process may have got the number of one that was killed.
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process).equals(note.getProperty(STARTED)))
        .map(process -> note);
  }

  /** Leaves the note, which nobody else may read: the way to the database is in it. */
  void write(URI url, Map<String, String> environment) {
    Properties note = new Properties();
    note.setProperty(URL, url.toString());
    note.setProperty(PID, Long.toString(ProcessHandle.current().pid()));
    note.setProperty(STARTED, startOf(ProcessHandle.current()));
    DatabaseAddress.of(environment)
        .ifPresent(
            database -> {
              note.setProperty(DatabaseAddress.URL, database.url());
              note.setProperty(DatabaseAddress.USERNAME, database.username());
              note.setProperty(DatabaseAddress.PASSWORD, database.password());
            });
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (OutputStream out = Files.newOutputStream(file)) {
        note.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
