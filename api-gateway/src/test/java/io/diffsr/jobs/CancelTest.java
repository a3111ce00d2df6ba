package io.diffsr.jobs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.Job;
import io.diffsr.job.JobStatus;
import io.diffsr.job.StaleAttemptException;
import io.diffsr.store.JobStore;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CancelTest {
  @Inject JobStore store;
  @Inject TestWorker worker;

  @Test
  void aQueuedJobIsCanceledAtOnceAndAskingTwiceChangesNothing() {
    UUID id = Gateway.submit(Gateway.form());
    cancel(id)
        .body("status", equalTo("canceled"))
        .body("status_version", equalTo(2))
        .body("$", hasKey("finished_at"));
    cancel(id).body("status", equalTo("canceled")).body("status_version", equalTo(2));
    assertTrue(worker.tryClaim(id, "test-worker").isEmpty());
  }

  @Test
  void aRunningJobIsCancelingUntilItsWorkerHasStopped() {
    UUID id = Gateway.submit(Gateway.form());
    Job claimed = worker.claim(id);
    cancel(id).body("status", equalTo("canceling")).body("status_version", equalTo(3));
    cancel(id).body("status", equalTo("canceling")).body("status_version", equalTo(3));

    assertEquals(JobStatus.CANCELING, worker.renew(claimed, 50).status());
    worker.cancel(claimed);
    cancel(id).body("status", equalTo("canceled")).body("status_version", equalTo(4));
  }

  @Test
  void aResultThatComesAfterTheRequestToCancelIsDropped() {
    UUID id = Gateway.submit(Gateway.form());
    Job claimed = worker.claim(id);
    cancel(id);
    assertEquals(JobStatus.CANCELED, worker.succeed(claimed, PictureFiles.png(24, 20)).status());
    Gateway.problem(given().get("/v1/jobs/{id}/result", id), 409, "job_has_no_result");
  }

  @Test
  void aJobThatHasEndedStaysAsItIs() {
    UUID id = Gateway.submit(Gateway.form());
    Job claimed = worker.claim(id);
    worker.succeed(claimed, PictureFiles.png(24, 20));
    cancel(id).body("status", equalTo("succeeded")).body("status_version", equalTo(3));
    assertThrows(StaleAttemptException.class, () -> worker.cancel(claimed));
  }

  private static ValidatableResponse cancel(UUID id) {
    return given().post("/v1/jobs/{id}/cancel", id).then().statusCode(200);
  }
}
