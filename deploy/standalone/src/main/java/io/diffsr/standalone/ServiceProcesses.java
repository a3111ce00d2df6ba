package io.diffsr.standalone;

import io.diffsr.embedded.ChildProcess;
import io.diffsr.embedded.EmbeddedServices;
import io.diffsr.embedded.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The whole service on this machine: what is not given from outside, a gateway, and workers. */
final class ServiceProcesses implements AutoCloseable {
  private static final String SECRETS = "DIFFSR_WEBHOOKS_SECRETS";
  private static final String THREADS = "DIFFSR_WORKER_THREADS";
  private static final String MEMORY = "DIFFSR_WORKER_MEMORY";
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** A worker that ends sooner than this would end again. */
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(30);

  private final ServicePlan plan;
  private final Consumer<String> report;
  private final RunningService note;
  private final Map<ChildProcess, Long> workers = new LinkedHashMap<>();
  private final List<ChildProcess> others = new ArrayList<>();
  private @Nullable EmbeddedServices embedded;
  private boolean stopping;

  private ServiceProcesses(ServicePlan plan, Consumer<String> report) {
    this.plan = plan;
    this.report = report;
    this.note = new RunningService(plan.data());
  }

  /**
   * Starts everything and waits until it is ready.
   *
   * @param report takes lines for people on what happens
   */
  static ServiceProcesses start(ServicePlan plan, Consumer<String> report)
      throws InterruptedException {
    requireFree(plan.port());
    ServiceProcesses service = new ServiceProcesses(plan, report);
    // However this process is ended, the others end in good order.
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "diffsr-stop"));
    try {
      service.start();
      return service;
    } catch (RuntimeException | InterruptedException e) {
      service.close();
      throw e;
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + plan.port());
  }

  /** Returns when something has ended that should not have; workers are replaced until then. */
  void awaitFailure() throws InterruptedException {
    while (watch()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      socket.setReuseAddress(true);
    } catch (IOException e) {
      throw new DiffSrCommandException(
          DiffSrCommand.FAILED, "port %d is taken; name another with --port".formatted(port));
    }
  }

  private void start() throws InterruptedException {
    report.accept("Starting Kafka, PostgreSQL and S3 ...");
    EmbeddedServices services =
        EmbeddedServices.start(
            ServiceOptions.root(), plan.data(), EmbeddedServices.Ports.FREE, System.getenv());
    synchronized (this) {
      embedded = services;
    }
    report.accept(
        "Starting the gateway and %d worker%s ..."
            .formatted(plan.workers(), plan.workers() == 1 ? "" : "s"));
    ServicePrograms programs = programs(services);
    ChildProcess gateway = programs.gateway("gateway", plan.port(), gatewaySettings());
    synchronized (this) {
      others.addAll(services.processes());
      others.add(gateway);
    }
    // It makes the tables and topics that workers would otherwise make at the same time.
    ServicePrograms.awaitReady(gateway, plan.port());
    Map<ChildProcess, Integer> starting = new LinkedHashMap<>();
    for (int i = 1; i <= plan.workers(); i++) {
      int port = Loopback.portOrFree(0);
      starting.put(startWorker("worker-" + i, port), port);
    }
    for (Map.Entry<ChildProcess, Integer> worker : starting.entrySet()) {
      ServicePrograms.awaitReady(worker.getKey(), worker.getValue());
    }
  }

  /** Writes down for other commands where the service is. */
  void announce() {
    note.write(url());
  }

  private ServicePrograms programs(EmbeddedServices services) {
    return new ServicePrograms(
        ServiceOptions.root(), services.environment(), EmbeddedServices.logs(plan.data()));
  }

  private Map<String, String> gatewaySettings() {
    Path secret = plan.data().resolve("webhook-secret");
    return System.getenv().containsKey(SECRETS)
        ? Map.of()
        : Map.of(SECRETS, WebhookSecret.of(secret));
  }

  private synchronized ChildProcess startWorker(String name, int port) {
    EmbeddedServices services = embedded;
    if (stopping || services == null) {
      throw new IllegalStateException("the service is stopping");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("DIFFSR_WORKER_MODELS", plan.models().toString());
    if (!System.getenv().containsKey(THREADS)) {
      int cores = Runtime.getRuntime().availableProcessors();
      settings.put(THREADS, Integer.toString(Math.max(1, cores / Math.max(1, plan.workers()))));
    }
    String heap = System.getenv().getOrDefault(MEMORY, "3g");
    ChildProcess worker = programs(services).worker(name, heap, port, settings);
    workers.put(worker, System.nanoTime());
    return worker;
  }

  /** Checks the processes; false where the service cannot go on. */
  private synchronized boolean watch() {
    if (stopping) {
      return true;
    }
    for (ChildProcess other : others) {
      if (!other.alive()) {
        report.accept("diffsr: %s has ended. %s".formatted(other.name(), other.logEnd()));
        return false;
      }
    }
    for (Map.Entry<ChildProcess, Long> worker : List.copyOf(workers.entrySet())) {
      ChildProcess process = worker.getKey();
      if (!process.alive()) {
        workers.remove(process);
        report.accept("diffsr: %s has ended. %s".formatted(process.name(), process.logEnd()));
        if (System.nanoTime() - worker.getValue() < SHORTEST_LIFE.toNanos()) {
          return false;
        }
        report.accept("Starting it again ...");
        startWorker(process.name(), Loopback.portOrFree(0));
      }
    }
    return true;
  }

  /** Workers release their jobs; then the services that they need for it end. */
  @Override
  public synchronized void close() {
    if (stopping) {
      return;
    }
    stopping = true;
    note.remove();
    List<ChildProcess> users = new ArrayList<>(workers.keySet());
    EmbeddedServices services = embedded;
    others.stream()
        .filter(other -> services == null || !services.processes().contains(other))
        .forEach(users::add);
    users.forEach(ChildProcess::askToStop);
    users.forEach(ChildProcess::close);
    if (services != null) {
      services.close();
    }
  }
}
