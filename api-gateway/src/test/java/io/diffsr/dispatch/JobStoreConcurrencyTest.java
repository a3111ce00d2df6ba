package io.diffsr.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.AttemptId;
import io.diffsr.job.Job;
import io.diffsr.job.JobResult;
import io.diffsr.job.JobStatus;
import io.diffsr.job.StaleAttemptException;
import io.diffsr.request.JobSpec;
import io.diffsr.store.AttemptStore;
import io.diffsr.store.DispatchStore;
import io.diffsr.store.JobStore;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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
  private static final int WORKERS = 4;
  private static final int JOBS = 5;

  @Inject JobStore store;
  @Inject AttemptStore attempts;
  @Inject DispatchStore backlog;
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
        worker.register(name);
        claims.add(
            () -> {
              start.await();
              return worker.tryClaim(id, name);
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
      worker.succeed(job, PictureFiles.png(24, 20));
    }
  }

  @Test
  void aWorkerWaitsForAClaimUnderWayAndThenGoesWithout() throws Exception {
    UUID id = Gateway.submit(Gateway.form());
    worker.register("first");
    worker.register("second");
    List<Future<Optional<Job>>> second = new ArrayList<>();
    Job first =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  Job claimed = worker.tryClaim(id, "first").orElseThrow();
                  second.add(threads.submit(() -> worker.tryClaim(id, "second")));
                  Conditions.await(this::waitingForLocks, waiting -> waiting > 0);
                  return claimed;
                });
    assertEquals(Optional.empty(), second.get(0).get());
    worker.succeed(first, PictureFiles.png(24, 20));
  }

  private long waitingForLocks() {
    return database.number("select count(*) from pg_locks where not granted");
  }

  @Test
  void anAttemptThatWasOvertakenCannotWrite() {
    UUID id = Gateway.submit(Gateway.form());
    Job first = worker.claim(id);
    JobResult late = worker.stored(first, PictureFiles.png(2, 2));
    attempts.requeue(AttemptId.of(first));
    assertThrows(StaleAttemptException.class, () -> publish(first, late));

    Job second = worker.claim(id);
    assertEquals(2, second.attempt());
    assertThrows(StaleAttemptException.class, () -> publish(first, late));
    assertThrows(StaleAttemptException.class, () -> worker.renew(first, 99));
    assertThrows(StaleAttemptException.class, () -> worker.cancel(first));

    byte[] file = PictureFiles.png(24, 20);
    worker.succeed(second, file);
    assertThrows(StaleAttemptException.class, () -> publish(first, late));
    assertThrows(StaleAttemptException.class, () -> worker.succeed(second, PictureFiles.png(2, 2)));
    Job job = store.find(id).orElseThrow();
    assertEquals(JobStatus.SUCCEEDED, job.status());
    assertEquals(TestWorker.sha256(file), job.result().sha256());
    assertEquals(
        List.of(1, 2, 3, 4, 5),
        store.events(id, 0).stream().map(event -> event.version()).toList());
  }

  private void publish(Job claimed, JobResult result) {
    var unused = attempts.succeed(AttemptId.of(claimed), result);
  }

  @Test
  void twoGatewaysNeverTakeTheSameJobOfTheBacklog() throws Exception {
    JobSpec spec = fillTheWindow();
    Set<UUID> waiting = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      UUID id = UUID.randomUUID();
      waiting.add(id);
      store.insert(id, spec);
    }
    CyclicBarrier bothHoldRows = new CyclicBarrier(2);
    Callable<List<Job>> gateway =
        () ->
            QuarkusTransaction.requiringNew()
                .call(
                    () -> {
                      List<Job> taken = backlog.release(6);
                      pass(bothHoldRows);
                      return taken;
                    });
    List<Future<List<Job>>> both = threads.invokeAll(List.of(gateway, gateway));
    List<UUID> all =
        Stream.concat(both.get(0).get().stream(), both.get(1).get().stream()).map(Job::id).toList();

    assertEquals(12, all.size());
    assertEquals(waiting, Set.copyOf(all));
    assertTrue(backlog.release(6).isEmpty());
  }

  /** With a full window the dispatcher leaves the backlog to the test. */
  private JobSpec fillTheWindow() throws InterruptedException {
    UUID id = Gateway.submit(Gateway.form());
    JobSpec spec = store.find(id).orElseThrow().spec();
    for (int i = 1; i < settings.window(); i++) {
      store.insert(UUID.randomUUID(), spec);
    }
    Conditions.await(backlog::countReleased, released -> released == settings.window());
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
