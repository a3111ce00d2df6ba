package io.diffsr.faults;

import io.diffsr.embedded.EmbeddedServices;
import io.diffsr.embedded.Loopback;
import io.diffsr.endtoend.Api;
import io.diffsr.endtoend.Stack;
import io.diffsr.endtoend.Stack.Running;
import io.diffsr.faults.Fault.Kind;
import io.diffsr.faults.Fault.Part;
import io.diffsr.testing.MethodFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole service whose parts can be disturbed, with a link before each of its services. */
final class Service implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("(?<=127\\.0\\.0\\.1:)\\d+");
  private static final int SLOTS = 4;
  private static final Duration DELAY = Duration.ofMillis(50);

  /** What runs in place of a gateway or worker, whichever process that is. */
  private static final class Place {
    private final String name;
    private final Supplier<Running> start;
    private Running running;
    private boolean away;

    Place(String name, Supplier<Running> start) {
      this.name = name;
      this.start = start;
      this.running = start.get();
    }

    synchronized Running running() {
      return running;
    }

    synchronized void leave() {
      away = true;
    }

    synchronized void comeBack() {
      running = start.get();
      away = false;
    }

    /** One that ended by itself, because a service was away when it started. */
    synchronized boolean revive() {
      boolean ended = !away && !running.process().alive();
      if (ended) {
        running = start.get();
      }
      return ended;
    }
  }

  private final Map<Part, Link> links = new EnumMap<>(Part.class);
  private final List<Place> gateways = new CopyOnWriteArrayList<>();
  private final List<Place> workers = new CopyOnWriteArrayList<>();
  private final Map<String, String> gatewaySettings;
  private final Stack stack;
  private final Path models;
  private int joined;

  /**
   * Starts all of it and waits until it is ready.
   *
   * @param webhookWaits as diffsr.webhooks.waits
   */
  Service(String name, int numberOfGateways, int numberOfWorkers, String webhookWaits)
      throws InterruptedException {
    gatewaySettings = new HashMap<>(Map.of("DIFFSR_WEBHOOKS_WAITS", webhookWaits));
    gatewaySettings.put("DIFFSR_MAINTENANCE_LEASE_GRACE", "5S");
    gatewaySettings.put("DIFFSR_MODELS_METHODS", Work.FIXED_COST);
    models = models(name);
    int kafka = Loopback.portOrFree(0);
    int link = link(Part.KAFKA, kafka).port();
    stack = Stack.start(name, new EmbeddedServices.Ports(kafka, 0, 0, link), this::throughLinks);
    for (int i = 0; i < numberOfGateways; i++) {
      gateways.add(new Place("gateway " + i, this::startGateway));
    }
    for (int i = 0; i < numberOfWorkers; i++) {
      workers.add(new Place("worker " + i, this::startWorker));
    }
    awaitReady();
  }

  private Map<String, String> throughLinks(Map<String, String> addresses) {
    Map<String, String> all = new HashMap<>(addresses);
    all.computeIfPresent(
        "QUARKUS_DATASOURCE_JDBC_URL", (key, url) -> throughLink(Part.POSTGRESQL, url));
    all.computeIfPresent("DIFFSR_STORAGE_ENDPOINT", (key, url) -> throughLink(Part.S3, url));
    return all;
  }

  private String throughLink(Part part, String url) {
    Matcher port = PORT.matcher(url);
    if (!port.find()) {
      throw new IllegalStateException(url + " has no port on loopback");
    }
    int linked = link(part, Integer.parseInt(port.group())).port();
    return port.replaceFirst(Integer.toString(linked));
  }

  private Link link(Part part, int port) {
    try {
      Link link = Link.to(port);
      links.put(part, link);
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Running startGateway() {
    return stack.startGateway("256m", gatewaySettings);
  }

  private Running startWorker() {
    Map<String, String> settings = Stack.slots(SLOTS);
    settings.put("DIFFSR_WORKER_MODELS", models.toString());
    // Kafka may be away for longer than a lock.
    settings.put("DIFFSR_MESSAGING_RECORD_LOCK", "15S");
    return stack.startWorker(settings);
  }

  /** The bundled model, and a network of fixed cost. */
  private static Path models(String name) {
    Path folder = Stack.ROOT.resolve("deploy/end-to-end/target").resolve(name + "-models");
    try {
      MethodFolders.simulated(folder, Work.FIXED_COST, 20, 100);
      Path bundled = folder.resolve("diffsr-small");
      if (!Files.exists(bundled)) {
        Files.createSymbolicLink(bundled, Stack.ROOT.resolve("deploy/models/diffsr-small"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  Stack stack() {
    return stack;
  }

  /** Any of the gateways, whether it answers or not. */
  Api gateway(SplittableRandom random) {
    List<Place> all = List.copyOf(gateways);
    return all.get(random.nextInt(all.size())).running().api();
  }

  /** What a fault is done to: a part of which there are several is drawn. */
  String target(Fault fault, SplittableRandom random) {
    if (fault.kind() == Kind.JOIN) {
      return "another gateway " + ++joined;
    }
    return switch (fault.part()) {
      case GATEWAY -> gateways.get(random.nextInt(gateways.size())).name;
      case WORKER -> workers.get(random.nextInt(workers.size())).name;
      default -> fault.part().name().toLowerCase(Locale.ROOT);
    };
  }

  void begin(Fault fault, String target) throws IOException, InterruptedException {
    switch (fault.kind()) {
      case KILL -> {
        if (isService(fault)) {
          stack.kill(target);
        } else {
          place(target).leave();
          place(target).running().kill();
        }
      }
      case STOP -> {
        place(target).leave();
        ProcessHandle stopped = place(target).running().process().handle();
        stopped.destroy();
        stopped.onExit().join();
      }
      case FREEZE -> signal(fault, target, "STOP");
      case CUT -> links.get(fault.part()).cut();
      case SILENCE -> links.get(fault.part()).silence();
      case DELAY -> links.get(fault.part()).delay(DELAY);
      case JOIN -> gateways.add(new Place(target, this::startGateway));
    }
  }

  /** Ends a fault; what was killed runs again, and may not be ready yet. */
  void end(Fault fault, String target) throws IOException, InterruptedException {
    switch (fault.kind()) {
      case KILL, STOP -> {
        if (isService(fault)) {
          stack.restart(target);
        } else {
          place(target).comeBack();
        }
      }
      case FREEZE -> signal(fault, target, "CONT");
      case CUT, SILENCE, DELAY -> links.get(fault.part()).heal();
      case JOIN -> {
        Place place = place(target);
        gateways.remove(place);
        place.running().close();
      }
    }
  }

  private static boolean isService(Fault fault) {
    return fault.part() != Part.GATEWAY && fault.part() != Part.WORKER;
  }

  private void signal(Fault fault, String target, String signal)
      throws IOException, InterruptedException {
    if (isService(fault)) {
      stack.signal(target, signal);
    } else {
      place(target).running().signal(signal);
    }
  }

  private Place place(String name) {
    List<Place> all = new ArrayList<>(gateways);
    all.addAll(workers);
    return all.stream().filter(place -> place.name.equals(name)).findFirst().orElseThrow();
  }

  /** Starts again what has ended by itself, as an operator's supervisor does. */
  int revive() {
    List<Place> all = new ArrayList<>(gateways);
    all.addAll(workers);
    return (int) all.stream().filter(Place::revive).count();
  }

  /** Waits until every part is ready. */
  void awaitReady() throws InterruptedException {
    List<Place> all = new ArrayList<>(gateways);
    all.addAll(workers);
    for (Place each : all) {
      each.running().awaitReady();
    }
  }

  /** A gateway that removes at once what nothing refers to; for when nothing runs any more. */
  Running tidying() {
    Map<String, String> settings = new HashMap<>(gatewaySettings);
    settings.put("DIFFSR_MAINTENANCE_ORPHAN_AGE", "1S");
    settings.put("DIFFSR_MAINTENANCE_ORPHAN_SCAN", "2S");
    return stack.startGateway("256m", settings);
  }

  @Override
  public void close() throws IOException {
    workers.forEach(place -> place.running().close());
    gateways.forEach(place -> place.running().close());
    for (Link link : links.values()) {
      link.close();
    }
    stack.close();
  }
}
