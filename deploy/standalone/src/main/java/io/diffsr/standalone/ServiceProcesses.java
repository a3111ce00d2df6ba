package io.diffsr.standalone;

import io.diffsr.embedded.ChildProcess;
import io.diffsr.embedded.EmbeddedServices;
import io.diffsr.embedded.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The whole service on this machine: what is not given from outside, a gateway, and workers. */
final class ServiceProcesses implements AutoCloseable {
  private static final String SECRETS = "DIFFSR_WEBHOOKS_SECRETS";
  private static final String AUTH = "DIFFSR_AUTH";
  private static final String THREADS = "DIFFSR_WORKER_THREADS";
  private static final String GATEWAY_HEAP = "512m";
  private static final String MEMORY = "DIFFSR_WORKER_MEMORY";
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** After so many short lives of a process in a row, a service for one job is given up. */
  private static final int SHORT_LIVES = 2;

  private final ServicePlan plan;
  private final Consumer<String> report;
  private final RunningService note;
  private final List<Supervised> processes = new ArrayList<>();
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

  /**
   * Starts again what ends. Returns where that does not help: never where the service is to run for
   * good, because what is missing may come back.
   */
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
    for (ChildProcess service : services.processes()) {
      supervise(service, () -> services.restart(service.name()));
    }
    Supplier<ChildProcess> gateway =
        () -> programs(services).gateway("gateway", GATEWAY_HEAP, plan.port(), gatewaySettings());
    ChildProcess first = supervise(gateway.get(), gateway);
    // It makes the tables and topics that workers would otherwise make at the same time.
    ServicePrograms.awaitReady(first, plan.port());
    Map<ChildProcess, Integer> starting = new LinkedHashMap<>();
    for (int i = 1; i <= plan.workers(); i++) {
      String name = "worker-" + i;
      int port = Loopback.portOrFree(0);
      starting.put(
          supervise(startWorker(name, port), () -> startWorker(name, Loopback.portOrFree(0))),
          port);
    }
    for (Map.Entry<ChildProcess, Integer> worker : starting.entrySet()) {
      awaitWorker(worker.getKey(), worker.getValue());
    }
  }

  /** One that cannot start does not keep the others from their work. */
  private void awaitWorker(ChildProcess worker, int port) throws InterruptedException {
    try {
      ServicePrograms.awaitReady(worker, port);
    } catch (IllegalStateException e) {
      if (!plan.forGood()) {
        throw e;
      }
      if (worker.alive()) {
        report.accept(
            "diffsr: %s is not ready yet (log: %s)".formatted(worker.name(), worker.log()));
      }
    }
  }

  private synchronized ChildProcess supervise(ChildProcess process, Supplier<ChildProcess> again) {
    if (stopping) {
      process.close();
      throw new IllegalStateException("the service is stopping");
    }
    processes.add(new Supervised(process, again, System::nanoTime));
    return process;
  }

  /** Writes down for other commands where the service is. */
  void announce() {
    EmbeddedServices services = embedded;
    note.write(url(), services == null ? Map.of() : services.environment());
  }

  private ServicePrograms programs(EmbeddedServices services) {
    return new ServicePrograms(
        ServiceOptions.root(), services.environment(), EmbeddedServices.logs(plan.data()));
  }

  private Map<String, String> gatewaySettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (!System.getenv().containsKey(SECRETS)) {
      settings.put(SECRETS, WebhookSecret.of(plan.data().resolve("webhook-secret")));
    }
    if (!plan.forGood()) {
      // Nobody else knows of it, and nobody could have made a key for it.
      settings.put(AUTH, "none");
    }
    return settings;
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
    return programs(services).worker(name, heap, port, settings);
  }

  /** Checks the processes; false where the service cannot go on. */
  private synchronized boolean watch() {
    if (stopping) {
      return true;
    }
    for (Supervised each : processes) {
      each.look().ifPresent(report);
      if (!plan.forGood() && each.shortLives() >= SHORT_LIVES) {
        report.accept("diffsr: " + each.process().name() + " does not stay up; giving up");
        return false;
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
    EmbeddedServices services = embedded;
    List<ChildProcess> users =
        processes.stream()
            .map(Supervised::process)
            .filter(process -> services == null || !services.processes().contains(process))
            .toList();
    users.forEach(ChildProcess::askToStop);
    users.forEach(ChildProcess::close);
    if (services != null) {
      services.close();
    }
  }
}
