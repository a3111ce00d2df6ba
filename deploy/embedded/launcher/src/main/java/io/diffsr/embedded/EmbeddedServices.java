package io.diffsr.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A Kafka broker, a PostgreSQL server and an S3 endpoint on loopback, their data in one folder. A
 * service whose address is given is not started.
 */
public final class EmbeddedServices implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(20);
  private static final String NAME = "diffsr";
  private static final String PASSWORD = "diffsr-secret";

  private static final String KAFKA = "KAFKA_BOOTSTRAP_SERVERS";
  private static final String DATABASE = "QUARKUS_DATASOURCE_JDBC_URL";
  private static final String STORAGE = "DIFFSR_STORAGE_ENDPOINT";

  private final Path root;
  private final Path data;
  private final Ports ports;
  private final FolderLock lock;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, Service> services = new LinkedHashMap<>();

  /** What a service runs, to run it again; the process, and the file it makes when it is ready. */
  private record Service(ChildProcess.Program program, Path ready, ChildProcess process) {}

  private EmbeddedServices(Path root, Path data, Ports ports, FolderLock lock) {
    this.root = root;
    this.data = data;
    this.ports = ports;
    this.lock = lock;
  }

  /**
   * Ports on loopback; 0 takes one that is free.
   *
   * @param kafka of the broker
   * @param postgresql of the database
   * @param s3 of the object store
   * @param advertisedKafka what clients of the broker are told; 0 where it is the broker's own
   */
  public record Ports(int kafka, int postgresql, int s3, int advertisedKafka) {
    /** Whatever is free. */
    public static final Ports FREE = new Ports(0, 0, 0);

    public Ports(int kafka, int postgresql, int s3) {
      this(kafka, postgresql, s3, 0);
    }
  }

  /**
   * Starts what is not given and waits until it is ready.
   *
   * @param root the checkout, built
   * @param data folder of everything that must survive; made where it is missing
   * @param given environment variables; the address of a service among them means that it is there
   * @throws IllegalStateException where the folder is in use or a service does not come up
   */
  public static EmbeddedServices start(Path root, Path data, Ports ports, Map<String, String> given)
      throws InterruptedException {
    FolderLock lock = FolderLock.take(data);
    EmbeddedServices services = new EmbeddedServices(root, data, ports, lock);
    try {
      services.startMissing(given);
      services.awaitReady();
      return services;
    } catch (RuntimeException | InterruptedException e) {
      services.close();
      throw e;
    }
  }

  /** Environment variables by which gateways and workers find the services that run here. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** The processes, for those who want to watch or disturb them. */
  public synchronized List<ChildProcess> processes() {
    return services.values().stream().map(Service::process).toList();
  }

  /**
   * Starts a service again that has ended, on the same port and data. Does not wait for it.
   *
   * @param name of its process
   */
  public synchronized ChildProcess restart(String name) {
    Service ended = services.get(name);
    if (ended == null || ended.process().alive()) {
      throw new IllegalStateException("no service " + name + " has ended");
    }
    return launch(ended.program(), ended.ready());
  }

  /** Where the logs are. */
  public static Path logs(Path data) {
    return data.resolve("logs");
  }

  private void startMissing(Map<String, String> given) throws InterruptedException {
    awaitLeftBehind();
    if (!given.containsKey(DATABASE)) {
      int port = Loopback.portOrFree(ports.postgresql());
      launch(
          "postgresql",
          "io.diffsr.embedded.postgresql.PostgresqlService",
          List.of("-Xmx256m"),
          data.resolve("postgresql").toString(),
          data.resolve("postgresql-program").toString(),
          Integer.toString(port),
          NAME,
          PASSWORD);
      environment.put(DATABASE, "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME);
      environment.put("QUARKUS_DATASOURCE_USERNAME", NAME);
      environment.put("QUARKUS_DATASOURCE_PASSWORD", PASSWORD);
    }
    if (!given.containsKey(KAFKA)) {
      int port = Loopback.portOrFree(ports.kafka());
      int advertised = ports.advertisedKafka() == 0 ? port : ports.advertisedKafka();
      launch(
          "kafka",
          "io.diffsr.embedded.kafka.KafkaService",
          List.of("-Xmx512m"),
          data.resolve("kafka").toString(),
          Integer.toString(port),
          Integer.toString(advertised),
          Integer.toString(Loopback.portOrFree(0)),
          Integer.toString(Loopback.portOrFree(0)));
      environment.put(KAFKA, "127.0.0.1:" + advertised);
    }
    if (!given.containsKey(STORAGE)) {
      int port = Loopback.portOrFree(ports.s3());
      launch(
          "s3",
          "io.diffsr.embedded.s3.S3Service",
          List.of("-Xmx256m"),
          data.resolve("s3").toString(),
          Integer.toString(port),
          NAME,
          PASSWORD);
      environment.put(STORAGE, "http://127.0.0.1:" + port);
      environment.put("DIFFSR_STORAGE_ACCESS_KEY", NAME);
      environment.put("DIFFSR_STORAGE_SECRET_KEY", PASSWORD);
    }
  }

  private void launch(String name, String mainClass, List<String> heap, String... arguments) {
    Path classes = root.resolve("deploy/embedded").resolve(name).resolve("target/service");
    if (!Files.isDirectory(classes)) {
      throw new IllegalStateException(
          classes + " is missing: build the checkout first, mvn -DskipTests package");
    }
    Path ready = data.resolve("run").resolve(name + ".ready");
    List<String> options = new ArrayList<>(heap);
    options.add("-XX:+UseSerialGC");
    options.add("-XX:TieredStopAtLevel=1");
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(ready.toString());
    var unused =
        launch(
            new ChildProcess.Program(
                name, List.of(classes + "/*"), options, mainClass, all, Map.of()),
            ready);
  }

  private synchronized ChildProcess launch(ChildProcess.Program program, Path ready) {
    try {
      Files.createDirectories(ready.getParent());
      Files.deleteIfExists(ready);
      ChildProcess process = ChildProcess.start(program, logs(data));
      services.put(program.name(), new Service(program, ready, process));
      Files.writeString(pidFile(program.name()), Long.toString(process.handle().pid()));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + data, e);
    }
  }

  /** Waits until all services are ready that run. */
  public void awaitReady() throws InterruptedException {
    List<String> all;
    synchronized (this) {
      all = List.copyOf(services.keySet());
    }
    for (String each : all) {
      awaitReady(each);
    }
  }

  /**
   * Waits until a service is ready.
   *
   * @param name of its process
   */
  public void awaitReady(String name) throws InterruptedException {
    Service service;
    synchronized (this) {
      service = Objects.requireNonNull(services.get(name), name);
    }
    service.process().awaitReady(() -> Files.exists(service.ready()), PATIENCE);
  }

  /**
   * The services of a launcher that was killed are still on their way out, or stuck: this start
   * wants their files.
   */
  private void awaitLeftBehind() throws InterruptedException {
    long end = System.nanoTime() + LEFT_BEHIND.toNanos();
    for (String name : List.of("postgresql", "kafka", "s3")) {
      try {
        if (Files.exists(pidFile(name))) {
          long pid = Long.parseLong(Files.readString(pidFile(name)).strip());
          ProcessHandle.of(pid).filter(EmbeddedServices::ours).ifPresent(left -> end(left, end));
          Files.delete(pidFile(name));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + pidFile(name), e);
      }
    }
  }

  private static boolean ours(ProcessHandle process) {
    return process.info().arguments().stream()
        .map(List::of)
        .anyMatch(arguments -> arguments.contains(Tethered.class.getName()));
  }

  private static void end(ProcessHandle process, long deadline) {
    try {
      process
          .onExit()
          .completeOnTimeout(process, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
          .join();
    } finally {
      process.destroyForcibly();
    }
    process.onExit().join();
  }

  private Path pidFile(String name) {
    return data.resolve("run").resolve(name + ".pid");
  }

  @Override
  public void close() {
    processes().forEach(ChildProcess::askToStop);
    processes().forEach(ChildProcess::close);
    lock.close();
  }
}
