package io.diffsr.dispatch;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.diffsr.job.ErrorCode;
import io.diffsr.messaging.CloudEvent;
import io.diffsr.store.DispatchStore;
import io.diffsr.store.JobStore;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.JobsTopic;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the backlog to Kafka. */
@QuarkusTest
class DispatchTest {
  @Inject JobStore store;
  @Inject DispatchStore backlog;
  @Inject TestWorker worker;
  @Inject TestDatabase database;
  @Inject DispatchSettings settings;

  private final Set<String> submitted = new HashSet<>();
  private JobsTopic topic;

  @BeforeEach
  void listen() {
    worker.emptyTheQueue();
    topic = new JobsTopic();
  }

  @AfterEach
  void tidy() {
    worker.emptyTheQueue();
    topic.close();
  }

  @Test
  void anAcceptedJobIsHandedToKafka() {
    UUID id = submit(Map.of());

    ConsumerRecord<String, String> record = next();

    assertEquals(id.toString(), record.key());
    CloudEvent event = CloudEvent.fromJson(record.value());
    assertEquals("1.0", event.specversion());
    assertEquals(CloudEvent.JOB_RELEASED, event.type());
    assertEquals(id, event.job());
    assertNull(event.data());
    assertNotNull(store.find(id).orElseThrow().releasedAt());
  }

  @Test
  void aFullWindowKeepsTheRestInTheBacklogWherePriorityDecides() throws Exception {
    List<UUID> window = new ArrayList<>();
    for (int i = 0; i < settings.window(); i++) {
      window.add(submit(Map.of()));
    }
    for (UUID id : window) {
      assertEquals(id.toString(), next().key());
    }
    UUID low = submit(Map.of("priority", "1"));
    UUID first = submit(Map.of("priority", "7"));
    UUID second = submit(Map.of("priority", "7"));
    assertEquals(settings.window(), backlog.countReleased());
    Gateway.job(low).body("queue_position", equalTo(settings.window() + 2));

    // One after the other: each that leaves the window makes room for one.
    for (UUID next : List.of(first, second, low)) {
      given().post("/v1/jobs/{id}/cancel", window.remove(0)).then().statusCode(200);
      assertEquals(next.toString(), next().key());
    }
  }

  @Test
  void aJobThatFailedIsHandedOutAgainWhenItIsDue() throws Exception {
    UUID id = submit(Map.of());
    next();
    assertNull(worker.fail(worker.claim(id), ErrorCode.INTERNAL).releasedAt());
    database.update("update job set available_at = clock_timestamp() where id = ?", id);

    assertEquals(id.toString(), next().key());
    assertEquals(2, worker.claim(id).attempt());
  }

  @Test
  void aJobThatNoWorkerEverSawIsHandedOutAgain() throws Exception {
    UUID id = submit(Map.of());
    next();
    database.update(
        "update job set released_at = released_at - interval '1 hour' where id = ?", id);

    assertEquals(id.toString(), next().key());
    Conditions.await(() -> store.find(id).orElseThrow().releases(), releases -> releases == 2);
  }

  private UUID submit(Map<String, String> fields) {
    UUID id = Gateway.submit(fields);
    submitted.add(id.toString());
    return id;
  }

  /** The next record about a job of this test: one of the test before may still be on its way. */
  private ConsumerRecord<String, String> next() {
    ConsumerRecord<String, String> record = topic.next();
    while (!submitted.contains(record.key())) {
      record = topic.next();
    }
    return record;
  }
}
