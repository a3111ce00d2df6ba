package io.diffsr.events;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.ErrorCode;
import io.diffsr.job.Job;
import io.diffsr.messaging.CloudEvent;
import io.diffsr.messaging.Topics;
import io.diffsr.store.JobStore;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.JobsTopic;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(120)
class EventStreamTest {
  private static final int RACES = 12;

  @Inject JobStore store;
  @Inject TestWorker worker;

  @Test
  void aJobIsFollowedFromItsQueueToItsEnd() throws Exception {
    UUID id = Gateway.submit(Gateway.form());
    try (Stream stream = new Stream(id, null)) {
      Event queued = stream.next();
      assertEquals("1 job.queued", queued.id() + " " + queued.name());
      assertEquals(id.toString(), queued.data().getString("id"));

      Job claimed = worker.claim(id);
      Event running = stream.next();
      assertEquals("2 job.running", running.id() + " " + running.name());
      assertEquals("running", running.data().getString("status"));

      worker.renew(claimed, 40);
      Event progress = stream.next();
      assertEquals("job.progress", progress.name());
      assertNull(progress.id());
      assertEquals(40, progress.data().getDouble("percent"));
      assertEquals("sample", progress.data().getString("phase"));
      assertEquals(24, progress.data().getInt("network_calls"));

      worker.succeed(claimed, PictureFiles.png(24, 20));
      Event succeeded = stream.next();
      assertEquals("3 job.succeeded", succeeded.id() + " " + succeeded.name());
      assertEquals("succeeded", succeeded.data().getString("status"));
      assertEquals(24, succeeded.data().getInt("result.width"));
      assertNull(stream.next());
    }
  }

  @Test
  void theLastEventIdResumesTheStream() throws Exception {
    UUID id = Gateway.submit(Gateway.form());
    worker.fail(worker.claim(id), ErrorCode.INVALID_PICTURE);
    try (Stream stream = new Stream(id, "1")) {
      assertEquals("job.running", stream.next().name());
      assertEquals("job.failed", stream.next().name());
      assertNull(stream.next());
    }
    try (Stream stream = new Stream(id, "2")) {
      Event failed = stream.next();
      assertEquals("3 job.failed", failed.id() + " " + failed.name());
      assertEquals("invalid_picture", failed.data().getString("error.code"));
      assertNull(stream.next());
    }
    try (Stream stream = new Stream(id, "3")) {
      assertNull(stream.next());
    }
  }

  @Test
  void progressThatAWorkerTellsOverKafkaIsPassedOn() throws Exception {
    UUID id = Gateway.submit(Gateway.form());
    Job claimed = worker.claim(id);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    AtomicBoolean heard = new AtomicBoolean();
    try (Stream stream = new Stream(id, "2")) {
      Future<?> telling = threads.submit(() -> tell(id, 62.5, heard));
      Event progress = stream.next();
      heard.set(true);
      assertEquals("job.progress", progress.name());
      assertEquals(62.5, progress.data().getDouble("percent"));
      telling.get();
      assertNull(store.find(id).orElseThrow().progress());
      worker.succeed(claimed, PictureFiles.png(24, 20));
      assertEquals("job.succeeded", stream.next().name());
      assertNull(stream.next());
    } finally {
      heard.set(true);
      threads.shutdown();
    }
  }

  /** Tells again and again: the gateway may not have begun to listen, and news may be lost. */
  private static void tell(UUID id, double percent, AtomicBoolean heard) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", JobsTopic.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      while (!heard.get()) {
        String news =
            CloudEvent.about(
                    id, "/workers/test", CloudEvent.JOB_PROGRESS, TestWorker.progress(percent))
                .toJson();
        producer.send(new ProducerRecord<>(Topics.JOB_EVENTS, id.toString(), news)).get();
        // What is no event is dropped, and what comes after it is still heard.
        producer.send(new ProducerRecord<>(Topics.JOB_EVENTS, id.toString(), "no event")).get();
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void manyReadersOfOneJobAllHearOfItsEndAndEachEventShowsTheJobAsItWas() throws Exception {
    UUID id = Gateway.submit(Gateway.form());
    List<Stream> streams = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      streams.add(new Stream(id, null));
    }
    worker.succeed(worker.claim(id), PictureFiles.png(24, 20));
    for (Stream stream : streams) {
      try (stream) {
        for (String status : List.of("queued", "running", "succeeded")) {
          Event event = stream.next();
          assertEquals("job." + status, event.name());
          assertEquals(status, event.data().getString("status"));
          assertEquals(event.id(), event.data().getString("status_version"));
        }
        assertNull(stream.next());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "99999999999999999999", "-1", "+1", "1.0", "one", ""})
  void aLastEventIdThatIsNoneIsNamed(String id) throws Exception {
    UUID job = Gateway.submit(Gateway.form());
    Gateway.problem(
            given().header("Last-Event-ID", id).get("/v1/jobs/{id}/events", job),
            422,
            "invalid_request")
        .body("violations.field", equalTo(List.of("Last-Event-ID")))
        .body("detail", containsString("a whole number from 0 to 2147483647"));
  }

  @Test
  void anEventNeverCarriesAnOlderJobThanItself() throws Exception {
    for (int i = 0; i < RACES; i++) {
      UUID id = Gateway.submit(Gateway.form());
      try (Stream stream = new Stream(id, null)) {
        worker.succeed(worker.claim(id), PictureFiles.png(24, 20));
        List<String> names = new ArrayList<>();
        for (Event event = stream.next(); event != null; event = stream.next()) {
          names.add(event.name());
          assertTrue(
              event.data().getInt("status_version") >= Integer.parseInt(event.id()),
              event::toString);
        }
        assertEquals(List.of("job.queued", "job.running", "job.succeeded"), names);
      }
    }
  }

  private record Event(String id, String name, JsonPath data) {}

  /** An open stream, read as a browser reads it. */
  private static final class Stream implements AutoCloseable {
    private final BufferedReader lines;

    Stream(UUID job, String lastEventId) throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(Gateway.uri("/v1/jobs/" + job + "/events"))
              .header("Accept", "text/event-stream");
      if (lastEventId != null) {
        request.header("Last-Event-ID", lastEventId);
      }
      HttpResponse<InputStream> response =
          HttpClient.newHttpClient()
              .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertEquals(200, response.statusCode());
      assertEquals("text/event-stream", response.headers().firstValue("Content-Type").orElse(""));
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The next event; waits for it. Null at the end of the stream. */
    Event next() throws IOException {
      String id = null;
      String name = null;
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int colon = line.indexOf(':');
        if (line.isEmpty() && !data.isEmpty()) {
          return new Event(id, name, JsonPath.from(data.toString()));
        }
        String value = line.substring(colon + 1).strip();
        switch (colon < 0 ? line : line.substring(0, colon)) {
          case "id" -> id = value;
          case "event" -> name = value;
          case "data" -> data.append(value);
          default -> {}
        }
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
