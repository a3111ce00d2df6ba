package io.diffsr.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.endtoend.Api;
import io.diffsr.endtoend.Stack;
import io.diffsr.endtoend.WebhookReceiver;
import io.diffsr.faults.History.Acceptance;
import io.diffsr.faults.History.Answer;
import io.diffsr.faults.History.Notice;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Callers who submit under a key until they are answered, ask until their job has ended, sometimes
 * cancel, and write down all that they see.
 */
final class Clients implements AutoCloseable {
  private static final long AGAIN_MILLIS = 500;
  private static final long LONGEST_POLL_MILLIS = 5_000;
  private static final double FAILING = 0.2;
  private static final Set<String> ENDS = Set.of("succeeded", "failed", "canceled", "expired");

  /** One job of one caller. */
  record Order(int number, String key, Work work, boolean notified, boolean canceled) {}

  private final Service service;
  private final long seed;
  private final ScheduledExecutorService timer;
  private final WebhookReceiver receiver;

  private final List<Acceptance> acceptances = Collections.synchronizedList(new ArrayList<>());
  private final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
  private final List<Notice> notices = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Integer> told = new ConcurrentHashMap<>();
  private final Map<String, Answer> ends = new ConcurrentHashMap<>();
  private final Map<String, Order> orders = new ConcurrentHashMap<>();
  private final Map<String, Long> submitted = new ConcurrentHashMap<>();
  private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
  private final List<String> surprises = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicLong refusals = new AtomicLong();

  Clients(Service service, long seed, ScheduledExecutorService timer) throws IOException {
    this.service = service;
    this.seed = seed;
    this.timer = timer;
    SplittableRandom luck = new SplittableRandom(seed);
    this.receiver = WebhookReceiver.answering(message -> receive(message, luck));
  }

  private int receive(WebhookReceiver.Message message, SplittableRandom luck) {
    try {
      JsonNode job = message.json().path("data");
      Notice notice =
          new Notice(
              job.path("id").asText(),
              job.path("status_version").asInt(),
              job.path("status").asText(),
              message.validFor(Stack.WEBHOOK_SECRET));
      notices.add(notice);
      told.merge(notice.id(), notice.version(), Math::max);
    } catch (IOException | GeneralSecurityException e) {
      surprises.add("a webhook: " + e);
    }
    synchronized (luck) {
      return luck.nextDouble() < FAILING ? 500 : 204;
    }
  }

  /** Plans a job; the same seed and number give the same. */
  void order(int number, long inMillis) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    Order order =
        new Order(
            number,
            "key-" + seed + "-" + number,
            Work.drawn(random),
            random.nextInt(3) == 0,
            random.nextInt(10) == 0);
    after(inMillis, () -> submit(order, random));
  }

  private void after(long millis, Runnable work) {
    var unused =
        timer.schedule(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                surprises.add(e.toString());
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  private void submit(Order order, SplittableRandom random) {
    submitted.putIfAbsent(order.key(), System.nanoTime());
    Map<String, String> fields = order.work().fields();
    if (order.notified()) {
      fields.put("webhook_url", receiver.url());
    }
    try {
      Api.Answer answer = service.gateway(random).post(Work.PICTURE, fields, order.key());
      if (answer.status() == 202) {
        accepted(order, answer.json().path("id").asText(), random);
        return;
      }
      refused("a submission", answer);
    } catch (IOException e) {
      refusals.incrementAndGet();
    }
    after(AGAIN_MILLIS, () -> submit(order, random));
  }

  private void accepted(Order order, String id, SplittableRandom random) {
    acceptances.add(new Acceptance(order.key(), id));
    if (orders.putIfAbsent(id, order) == null) {
      SplittableRandom polling = random.split();
      after(AGAIN_MILLIS, () -> poll(id, order, AGAIN_MILLIS, polling));
      if (order.canceled()) {
        SplittableRandom own = random.split();
        after(own.nextInt(4_000), () -> cancel(id, own));
      }
    }
    // Some never saw the answer, and send it again.
    if (random.nextInt(10) == 0) {
      SplittableRandom own = random.split();
      after(AGAIN_MILLIS, () -> submit(order, own));
    }
  }

  private void cancel(String id, SplittableRandom random) {
    try {
      Api.Answer answer = service.gateway(random).cancel(id);
      if (answer.status() < 300 || answer.status() == 409) {
        return;
      }
      refused("a cancel", answer);
    } catch (IOException e) {
      refusals.incrementAndGet();
    }
    after(AGAIN_MILLIS, () -> cancel(id, random));
  }

  private void poll(String id, Order order, long waited, SplittableRandom random) {
    long next = Math.min(LONGEST_POLL_MILLIS, 2 * waited);
    long asked = System.nanoTime();
    try {
      Api.Answer answer = service.gateway(random).get("/v1/jobs/" + id);
      if (answer.status() == 200) {
        JsonNode job = answer.json();
        String status = job.path("status").asText();
        int version = job.path("status_version").asInt();
        Answer seen = new Answer(id, version, status, asked, System.nanoTime());
        answers.add(seen);
        if (ENDS.contains(status)) {
          ends.put(id, seen);
          waits.add(System.nanoTime() - submitted.getOrDefault(order.key(), asked));
          ended.incrementAndGet();
          return;
        }
      } else {
        refused("a read", answer);
      }
    } catch (IOException e) {
      refusals.incrementAndGet();
    }
    after(next, () -> poll(id, order, next, random));
  }

  /** 503 is what an outage may be answered with; anything else is worth a line. */
  private void refused(String what, Api.Answer answer) {
    refusals.incrementAndGet();
    if (answer.status() != 503 && !answer.body().contains("idempotency_key_in_flight")) {
      surprises.add(what + " was answered " + answer.status() + " " + answer.body());
    }
  }

  /** Jobs whose end was seen. */
  int ended() {
    return ended.get();
  }

  /** Jobs whose end was seen, and of which no webhook has told it though one was asked for. */
  long untold() {
    return ends.values().stream()
        .filter(answer -> orders.get(answer.id()).notified())
        .filter(answer -> told.getOrDefault(answer.id(), 0) < answer.version())
        .count();
  }

  /** Jobs that an answer showed as succeeded. */
  Set<String> succeeded() {
    return ends.values().stream()
        .filter(answer -> answer.status().equals("succeeded"))
        .map(Answer::id)
        .collect(Collectors.toSet());
  }

  /** Requests that were not answered, or refused for a while. */
  long refusals() {
    return refusals.get();
  }

  /** What nobody should have been answered with. */
  List<String> surprises() {
    return List.copyOf(surprises);
  }

  /** From the submission to the answer that showed the end, in nanoseconds, ascending. */
  List<Long> waits() {
    return waits.stream().sorted().toList();
  }

  Map<String, Order> orders() {
    return Map.copyOf(orders);
  }

  List<Acceptance> acceptances() {
    synchronized (acceptances) {
      return List.copyOf(acceptances);
    }
  }

  List<Answer> answers() {
    synchronized (answers) {
      return List.copyOf(answers);
    }
  }

  List<Notice> notices() {
    synchronized (notices) {
      return List.copyOf(notices);
    }
  }

  @Override
  public void close() {
    receiver.close();
  }
}
