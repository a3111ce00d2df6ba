package io.diffsr.endtoend;

import io.diffsr.embedded.ChildProcess;
import io.diffsr.embedded.EmbeddedServices;
import io.diffsr.embedded.Loopback;
import io.diffsr.standalone.ServicePrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The real services, started once for all tests of this module. Each test starts gateways and
 * workers of its own and ends them.
 */
public final class Stack implements AutoCloseable {
  public static final Path ROOT = Path.of(System.getProperty("diffsr.root"));

  /** Signs the webhooks of every gateway. */
  public static final String WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static Stack shared;

  private final Path data;
  private final EmbeddedServices services;
  private final ServicePrograms programs;

  private Stack(
      Path data, EmbeddedServices services, UnaryOperator<Map<String, String>> addresses) {
    this.data = data;
    this.services = services;
    this.programs =
        new ServicePrograms(
            ROOT, addresses.apply(services.environment()), EmbeddedServices.logs(data));
  }

  static synchronized Stack shared() throws InterruptedException {
    if (shared == null) {
      shared = start("stack", UnaryOperator.identity());
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /**
   * Services of the caller's own, with a folder of their own.
   *
   * @param addresses what gateways and workers are told of the services' environment
   */
  public static Stack start(String name, UnaryOperator<Map<String, String>> addresses)
      throws InterruptedException {
    return start(name, EmbeddedServices.Ports.FREE, addresses);
  }

  /** The same on ports of the caller's choice. */
  public static Stack start(
      String name, EmbeddedServices.Ports ports, UnaryOperator<Map<String, String>> addresses)
      throws InterruptedException {
    Path data = fresh(name);
    return new Stack(data, EmbeddedServices.start(ROOT, data, ports, Map.of()), addresses);
  }

  @Override
  public void close() {
    services.close();
  }

  /** An empty folder under target. */
  static Path fresh(String name) {
    Path folder = ROOT.resolve("deploy/end-to-end/target").resolve(name);
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return folder;
  }

  /** Where services of other processes find those of this stack. */
  public Map<String, String> environment() {
    return services.environment();
  }

  /** A gateway or worker and its port. */
  public record Running(ChildProcess process, int port) implements AutoCloseable {
    public Api api() {
      return new Api(URI.create("http://127.0.0.1:" + port));
    }

    /** The value of a counter or gauge, all its tags added up; 0 where there is none. */
    public double metric(String name, String tag) throws IOException {
      return api()
          .text("/q/metrics")
          .lines()
          .filter(line -> line.startsWith(name) && line.contains(tag))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }

    /** Whether it listens yet. */
    public boolean answers() {
      try {
        return !api().text("/q/health/live").isEmpty();
      } catch (IOException e) {
        return false;
      }
    }

    /** Waits until it reports that it is ready. */
    public void awaitReady() throws InterruptedException {
      ServicePrograms.awaitReady(process, port);
    }

    /** kill -9. */
    public void kill() {
      process.handle().destroyForcibly();
      process.handle().onExit().join();
    }

    /** kill -STOP or kill -CONT. */
    public void signal(String signal) throws IOException, InterruptedException {
      String pid = Long.toString(process.handle().pid());
      new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor();
    }

    @Override
    public void close() {
      process.close();
    }
  }

  Running gateway() throws InterruptedException {
    return gateway(Map.of());
  }

  Running gateway(Map<String, String> settings) throws InterruptedException {
    return gateway("512m", settings);
  }

  Running gateway(String heap, Map<String, String> settings) throws InterruptedException {
    Running running = startGateway(heap, settings);
    running.awaitReady();
    return running;
  }

  /** A gateway that is not ready yet. */
  public Running startGateway(String heap, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("DIFFSR_OUTBOUND_ALLOWED_HOSTS", "127.0.0.1");
    all.put("DIFFSR_WEBHOOKS_SECRETS", WEBHOOK_SECRET);
    all.put("DIFFSR_WEBHOOKS_WAITS", "0S,0.2S,0.2S,1S");
    all.put("DIFFSR_MAINTENANCE_LEASE_GRACE", "4S");
    all.put("DIFFSR_DISPATCH_PATIENCE", "4S");
    all.putAll(settings);
    int port = Loopback.portOrFree(0);
    ChildProcess process =
        programs.gateway("gateway-" + NUMBERS.incrementAndGet(), heap, port, all);
    return new Running(process, port);
  }

  /** A worker that is noticed within seconds when it is gone. */
  Running worker() throws InterruptedException {
    return worker(Map.of());
  }

  Running worker(Map<String, String> settings) throws InterruptedException {
    Running running = startWorker(settings);
    running.awaitReady();
    return running;
  }

  /** Settings of a worker with so many slots, which others may be added to. */
  public static Map<String, String> slots(int slots) {
    Map<String, String> settings = new HashMap<>();
    settings.put("DIFFSR_WORKER_SLOTS", Integer.toString(slots));
    settings.put("QUARKUS_DATASOURCE_JDBC_MAX_SIZE", Integer.toString(slots + 3));
    return settings;
  }

  /** A worker that may never be ready. */
  public Running startWorker(Map<String, String> settings) {
    int port = Loopback.portOrFree(0);
    Map<String, String> all = new HashMap<>();
    all.put("DIFFSR_WORKER_MODELS", ROOT.resolve("deploy/models").toString());
    all.put("DIFFSR_WORKER_LEASE", "4S");
    all.put("DIFFSR_WORKER_HEARTBEAT", "0.5S");
    all.put("DIFFSR_WORKER_CHECKPOINT_EVERY", "0.3S");
    all.put("DIFFSR_WORKER_THREADS", "1");
    all.putAll(settings);
    return new Running(
        programs.worker("worker-" + NUMBERS.incrementAndGet(), "1g", port, all), port);
  }

  /** kill -9 of a service: kafka, postgresql or s3. */
  public void kill(String service) {
    ChildProcess process = process(service);
    List<ProcessHandle> all = new ArrayList<>(process.handle().descendants().toList());
    all.add(process.handle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  /** Starts a service again that was killed, on the same port and data, and waits for it. */
  public void restart(String service) throws InterruptedException {
    var unused = services.restart(service);
    services.awaitReady(service);
  }

  /** kill -STOP or kill -CONT of a service and all its processes. */
  public void signal(String service, String signal) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    ProcessHandle process = process(service).handle();
    command.add(Long.toString(process.pid()));
    process.descendants().forEach(each -> command.add(Long.toString(each.pid())));
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private ChildProcess process(String service) {
    return services.processes().stream()
        .filter(process -> process.name().equals(service))
        .findFirst()
        .orElseThrow();
  }

  /** The file of a job's checkpoint in the object store. */
  public Path checkpoint(String id) {
    return data.resolve("s3/diffsr/checkpoints").resolve(id);
  }

  /** The files of a job's results in the object store. */
  public List<Path> outputs(String id) throws IOException {
    Path folder = data.resolve("s3/diffsr/outputs").resolve(id);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
