package io.diffsr.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.Job;
import io.diffsr.job.JobResult;
import io.diffsr.job.JobStatus;
import io.diffsr.job.StaleAttemptException;
import io.diffsr.request.JobSpec;
import io.diffsr.store.JobStore;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.Pictures;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many gateways and workers at the same rows. */
@QuarkusTest
class JobStoreConcurrencyTest {
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final int WORKERS = 4;
  private static final int JOBS = 5;

  @Inject JobStore store;
  @Inject TestWorker worker;
  @Inject TestDatabase database;
  @Inject DispatchSettings settings;

  private ExecutorService threads;

  @BeforeEach
  void open() {
    worker.emptyTheQueue();
    threads = Executors.newCachedThreadPool();
  }

  @AfterEach
  void tidy() {
    threads.shutdownNow();
    worker.emptyTheQueue();
  }

  @Test
  void ofManyWorkersThatClaimAJobOneWins() throws Exception {
    for (int i = 0; i < JOBS; i++) {
      UUID id = Gateway.submit(Gateway.form());
      CyclicBarrier start = new CyclicBarrier(WORKERS);
      List<Callable<Optional<Job>>> claims = new ArrayList<>();
      for (int each = 0; each < WORKERS; each++) {
        String name = "worker-" + each;
        claims.add(
            () -> {
              start.await();
              return store.claim(id, name, LEASE);
            });
      }
      List<Job> won = new ArrayList<>();
      for (Future<Optional<Job>> claim : threads.invokeAll(claims)) {
        claim.get().ifPresent(won::add);
      }
      assertEquals(1, won.size());
      Job job = store.find(id).orElseThrow();
      assertEquals(won.get(0).lease().worker(), job.lease().worker());
      assertEquals(1, job.attempt());
      worker.succeed(job, Pictures.png(24, 20));
    }
  }

  @Test
  void aWorkerWaitsForAClaimUnderWayAndThenGoesWithout() throws Exception {
    UUID id = Gateway.submit(Gateway.form());
    List<Future<Optional<Job>>> second = new ArrayList<>();
    Job first =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  Job claimed = store.claim(id, "first", LEASE).orElseThrow();
                  second.add(threads.submit(() -> store.claim(id, "second", LEASE)));
                  Conditions.await(this::waitingForLocks, waiting -> waiting > 0);
                  return claimed;
                });
    assertEquals(Optional.empty(), second.get(0).get());
    worker.succeed(first, Pictures.png(24, 20));
  }

  private long waitingForLocks() {
    return database.number("select count(*) from pg_locks where not granted");
  }

  @Test
  void anAttemptThatWasOvertakenCannotWrite() {
    UUID id = Gateway.submit(Gateway.form());
    Job first = worker.claim(id);
    JobResult late = worker.stored(first, Pictures.png(2, 2));
    store.change(id, (job, now) -> job.givenBack(first.attempt(), now));
    assertThrows(StaleAttemptException.class, () -> publish(first, late));

    Job second = worker.claim(id);
    assertEquals(2, second.attempt());
    assertThrows(StaleAttemptException.class, () -> publish(first, late));
    assertThrows(StaleAttemptException.class, () -> worker.alive(first, 99));
    assertThrows(StaleAttemptException.class, () -> worker.cancel(first));

    byte[] file = Pictures.png(24, 20);
    worker.succeed(second, file);
    assertThrows(StaleAttemptException.class, () -> publish(first, late));
    assertThrows(StaleAttemptException.class, () -> worker.succeed(second, Pictures.png(2, 2)));
    Job job = store.find(id).orElseThrow();
    assertEquals(JobStatus.SUCCEEDED, job.status());
    assertEquals(TestWorker.sha256(file), job.result().sha256());
    assertEquals(
        List.of(1, 2, 3, 4, 5),
        store.events(id, 0).stream().map(event -> event.version()).toList());
  }

  private void publish(Job claimed, JobResult result) {
    var unused =
        store.change(claimed.id(), (job, now) -> job.succeeded(claimed.attempt(), result, now));
  }

  @Test
  void twoGatewaysNeverTakeTheSameJobOfTheBacklog() throws Exception {
    JobSpec spec = fillTheWindow();
    Set<UUID> backlog = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      UUID id = UUID.randomUUID();
      backlog.add(id);
      store.insert(id, spec);
    }
    CyclicBarrier bothHoldRows = new CyclicBarrier(2);
    Callable<List<Job>> gateway =
        () -> {
          boolean[] first = {true};
          return store.changeBacklog(
              6,
              (job, now) -> {
                if (first[0]) {
                  first[0] = false;
                  pass(bothHoldRows);
                }
                return job.released(now);
              });
        };
    List<Future<List<Job>>> both = threads.invokeAll(List.of(gateway, gateway));
    List<UUID> taken =
        Stream.concat(both.get(0).get().stream(), both.get(1).get().stream()).map(Job::id).toList();

    assertEquals(12, taken.size());
    assertEquals(backlog, Set.copyOf(taken));
    assertTrue(store.changeBacklog(6, Job::released).isEmpty());
  }

  /** With a full window the dispatcher leaves the backlog to the test. */
  private JobSpec fillTheWindow() throws InterruptedException {
    UUID id = Gateway.submit(Gateway.form());
    JobSpec spec = store.find(id).orElseThrow().spec();
    for (int i = 1; i < settings.window(); i++) {
      store.insert(UUID.randomUUID(), spec);
    }
    Conditions.await(store::countReleased, released -> released == settings.window());
    return spec;
  }

  private static void pass(CyclicBarrier barrier) {
    try {
      barrier.await(Conditions.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
