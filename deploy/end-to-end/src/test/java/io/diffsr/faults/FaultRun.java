package io.diffsr.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.endtoend.Api;
import io.diffsr.endtoend.Stack.Running;
import io.diffsr.faults.Clients.Order;
import io.diffsr.faults.History.Ending;
import io.diffsr.faults.History.Step;
import io.diffsr.job.Sha256;
import io.diffsr.testing.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A run of the whole service under faults: callers submit, ask and cancel while its parts are
 * killed, frozen and cut off by a plan. What they saw is checked afterwards.
 */
final class FaultRun implements AutoCloseable {
  /** Each may wait for an answer, or for a process to start. */
  private static final int CALLERS = 24;

  private static final int FAULTS = 8;
  private static final Duration STALLED = Duration.ofMinutes(5);
  private static final String WEBHOOK_WAITS = "0S,0.5S,1S,2S,2S,3S,3S,5S,5S,5S,10S,10S";

  /**
   * What to run.
   *
   * @param between from one fault to the next, in the mean
   * @param longest that one lasts
   */
  record Settings(long seed, int jobs, int faults, Duration between, Duration longest) {}

  private final Settings settings;
  private final Service service;
  private final Clients clients;
  private final ScheduledExecutorService callers = Executors.newScheduledThreadPool(CALLERS);
  private final ScheduledExecutorService faults = Executors.newScheduledThreadPool(FAULTS);
  private final Set<String> disturbed = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> faultsDone = new ConcurrentHashMap<>();
  private final List<String> accidents = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> undisturbed = new HashSet<>();
  private final AtomicInteger revived = new AtomicInteger();
  private final AtomicInteger faultsLeft;

  FaultRun(Settings settings) throws IOException, InterruptedException {
    this.settings = settings;
    this.service = new Service("faults-" + settings.seed(), 2, 3, WEBHOOK_WAITS);
    this.clients = new Clients(service, settings.seed(), callers);
    this.faultsLeft = new AtomicInteger(settings.faults());
  }

  FaultReport run() throws IOException, InterruptedException {
    Map<String, String> digests = digestsOfUndisturbed();
    List<Fault> plan =
        Fault.plan(settings.seed(), settings.faults(), settings.between(), settings.longest());
    long begun = System.nanoTime();
    SplittableRandom random = new SplittableRandom(settings.seed());
    plan.forEach(fault -> begin(fault, fault.at().toMillis(), random.split()));
    long last = plan.isEmpty() ? 0 : plan.get(plan.size() - 1).at().toMillis();
    for (int i = 0; i < settings.jobs(); i++) {
      clients.order(i, last * i / settings.jobs());
    }
    var unused =
        faults.scheduleWithFixedDelay(
            () -> revived.addAndGet(service.revive()), 1, 1, TimeUnit.SECONDS);
    awaitAllEnded();
    Duration lasted = Duration.ofNanos(System.nanoTime() - begun);
    accidents.addAll(clients.surprises());
    service.awaitReady();
    History history = history(digests);
    return new FaultReport(
        settings,
        plan,
        Map.copyOf(faultsDone),
        history,
        clients.waits(),
        clients.refusals(),
        revived.get(),
        List.copyOf(accidents),
        lasted,
        Checker.check(history));
  }

  /** The bytes that each kind of work must give. */
  private Map<String, String> digestsOfUndisturbed() throws IOException {
    Api api = service.gateway(new SplittableRandom(0));
    Map<String, String> digests = new HashMap<>();
    for (Work work : Work.values()) {
      Api.Answer answer =
          api.post(Work.PICTURE, work.fields(), "undisturbed-" + work + "-" + settings.seed());
      if (answer.status() != 202) {
        throw new IOException(answer.status() + " " + answer.body());
      }
      String id = answer.json().path("id").asText();
      undisturbed.add(id);
      api.awaitStatus(id, "succeeded");
      digests.put(work.name(), new Sha256().update(api.result(id)).hex());
    }
    return digests;
  }

  /** A part that is disturbed already is waited for. */
  private void begin(Fault fault, long inMillis, SplittableRandom random) {
    after(
        inMillis,
        () -> {
          String target = service.target(fault, random);
          String place = fault.part() + target;
          if (!disturbed.add(place)) {
            begin(fault, 1_000, random);
            return;
          }
          try {
            service.begin(fault, target);
          } catch (IOException | RuntimeException e) {
            faultsLeft.decrementAndGet();
            throw e;
          }
          faultsDone.merge(fault.kind() + " " + fault.part(), 1, Integer::sum);
          after(
              fault.lasts().toMillis(),
              () -> {
                try {
                  service.end(fault, target);
                } finally {
                  disturbed.remove(place);
                  faultsLeft.decrementAndGet();
                }
              });
        });
  }

  private interface Action {
    void run() throws IOException, InterruptedException;
  }

  private void after(long millis, Action action) {
    var unused =
        faults.schedule(
            () -> {
              try {
                action.run();
              } catch (IOException | RuntimeException e) {
                accidents.add("a fault could not be made or ended: " + e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  private void awaitAllEnded() throws InterruptedException {
    int seen = -1;
    long changed = System.nanoTime();
    while (clients.ended() < settings.jobs() || faultsLeft.get() > 0) {
      int now = clients.ended() - faultsLeft.get();
      if (now != seen) {
        seen = now;
        changed = System.nanoTime();
      } else if (System.nanoTime() - changed > STALLED.toNanos()) {
        accidents.add(
            "nothing has ended for %d minutes: %d of %d jobs, %d faults left"
                .formatted(
                    STALLED.toMinutes(), clients.ended(), settings.jobs(), faultsLeft.get()));
        return;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private History history(Map<String, String> digests) throws IOException, InterruptedException {
    Api api = service.gateway(new SplittableRandom(0));
    Map<String, Order> orders = clients.orders();
    awaitWebhooks();
    tidy();
    Map<String, Ending> endings = new HashMap<>();
    for (Map.Entry<String, Order> each : orders.entrySet()) {
      endings.put(each.getKey(), ending(api, each.getKey(), each.getValue()));
    }
    Set<String> listed = listed(api);
    return new History(
        clients.acceptances(), clients.answers(), clients.notices(), endings, listed, digests);
  }

  private void awaitWebhooks() {
    try {
      Conditions.await("webhooks", () -> clients.untold() == 0);
    } catch (AssertionError e) {
      // The checker says of which jobs.
      accidents.add(clients.untold() + " terminal events were not delivered");
    }
  }

  /** Lets the cleaners come around: what they leave is what is left. */
  private void tidy() throws InterruptedException {
    try (Running gateway = service.tidying()) {
      gateway.awaitReady();
      Conditions.await("the cleaners", () -> leftovers() == 0);
    } catch (AssertionError e) {
      // The checker says of which jobs.
      accidents.add("the cleaners leave " + leftovers() + " objects");
    }
  }

  private int leftovers() {
    int left = 0;
    Set<String> succeeded = clients.succeeded();
    try {
      for (String id : clients.orders().keySet()) {
        int wanted = succeeded.contains(id) ? 1 : 0;
        left += Math.max(0, service.stack().outputs(id).size() - wanted);
        left += Files.exists(service.stack().checkpoint(id)) ? 1 : 0;
      }
    } catch (IOException e) {
      return -1;
    }
    return left;
  }

  private Ending ending(Api api, String id, Order order) throws IOException {
    JsonNode job = api.job(id);
    List<Step> steps = new ArrayList<>();
    int version = 0;
    for (String line : api.text("/v1/jobs/" + id + "/events").lines().toList()) {
      if (line.startsWith("id:")) {
        version = Integer.parseInt(line.substring(3).strip());
      } else if (line.startsWith("event:")) {
        String name = line.substring(6).strip();
        if (version > 0 && name.startsWith("job.") && !name.equals("job.progress")) {
          steps.add(new Step(version, name.substring(4)));
        }
        version = 0;
      }
    }
    boolean succeeded = job.path("status").asText().equals("succeeded");
    return new Ending(
        order.work().name(),
        order.notified(),
        steps,
        job.path("error").path("code").asText(),
        succeeded ? new Sha256().update(api.result(id)).hex() : "",
        service.stack().outputs(id).size(),
        Files.exists(service.stack().checkpoint(id)));
  }

  /** All jobs but those of before the faults. */
  private Set<String> listed(Api api) throws IOException {
    Set<String> ids = new HashSet<>();
    String next = "";
    do {
      JsonNode page =
          api.json("/v1/jobs?page_size=200" + (next.isEmpty() ? "" : "&page_token=" + next));
      page.path("jobs").forEach(job -> ids.add(job.path("id").asText()));
      next = page.path("next_page_token").asText();
    } while (!next.isEmpty());
    ids.removeAll(undisturbed);
    return ids;
  }

  @Override
  public void close() throws IOException {
    callers.shutdownNow();
    faults.shutdownNow();
    clients.close();
    service.close();
  }
}
