package io.diffsr.events;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.diffsr.job.Job;
import io.diffsr.store.JobStore;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.JobsTopic;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PreferWaitTest {
  @Inject JobStore store;
  @Inject TestWorker worker;

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
  void aJobThatEndsInTimeIsTheAnswer() throws Exception {
    try (JobsTopic topic = new JobsTopic()) {
      Future<?> work =
          threads.submit(
              () -> {
                Optional<Job> claimed = Optional.empty();
                while (claimed.isEmpty()) {
                  // As a worker does: a job that was canceled meanwhile cannot be claimed.
                  UUID id = UUID.fromString(topic.next().key());
                  claimed = worker.tryClaim(id, "test-worker");
                }
                worker.succeed(claimed.get(), PictureFiles.png(24, 20));
              });
      Gateway.form()
          .header("Prefer", "respond-async, wait=60")
          .post("/v1/jobs")
          .then()
          .statusCode(200)
          .header("Preference-Applied", equalTo("wait=60"))
          .body("status", equalTo("succeeded"))
          .body("result.width", equalTo(24));
      work.get();
    }
  }

  @Test
  void aJobThatDoesNotEndInTimeIsAccepted() {
    Gateway.form()
        .header("Prefer", "wait=1")
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .header("Preference-Applied", nullValue())
        .body("status", equalTo("queued"));
  }

  @Test
  void aPreferenceThatNobodyUnderstandsIsIgnored() {
    Gateway.form()
        .header("Prefer", "wait=soon; handling=lenient")
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .header("Preference-Applied", nullValue());
  }
}
