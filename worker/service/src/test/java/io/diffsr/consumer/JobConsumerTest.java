package io.diffsr.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.embedded.EmbeddedServices;
import io.diffsr.messaging.CloudEvent;
import io.diffsr.messaging.Topics;
import io.diffsr.testing.Conditions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How records are acknowledged, against a real broker. */
class JobConsumerTest {
  /** The shortest that a broker allows. */
  private static final Duration RECORD_LOCK = Duration.ofSeconds(15);

  private static final Duration RENEW_EVERY = Duration.ofSeconds(2);

  @TempDir static Path data;

  private static EmbeddedServices services;
  private static String broker;
  private static KafkaProducer<String, String> producer;

  private final List<UUID> offered = new CopyOnWriteArrayList<>();
  private final List<Thread> consumers = new ArrayList<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final ExecutorService jobs = Executors.newCachedThreadPool();

  @BeforeAll
  static void startKafkaOnly() throws Exception {
    Map<String, String> given =
        Map.of("QUARKUS_DATASOURCE_JDBC_URL", "none", "DIFFSR_STORAGE_ENDPOINT", "none");
    Path folder = Files.createDirectories(data.resolve("kafka-only"));
    services =
        EmbeddedServices.start(
            Path.of(System.getProperty("diffsr.root")), folder, EmbeddedServices.Ports.FREE, given);
    broker = services.environment().get("KAFKA_BOOTSTRAP_SERVERS");
    Topics.ensure(broker, RECORD_LOCK);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker), new StringSerializer(), new StringSerializer());
  }

  @AfterAll
  static void stopKafka() {
    producer.close();
    services.close();
  }

  @AfterEach
  void stopConsumers() throws InterruptedException {
    stop.countDown();
    for (Thread consumer : consumers) {
      consumer.join();
    }
    jobs.shutdownNow();
  }

  private void consume(Duration renewEvery, Function<UUID, Optional<Runnable>> claim) {
    Map<String, Object> settings = ShareConsumerSettings.of(broker, "consumer-" + consumers.size());
    Thread consumer =
        new Thread(
            new JobConsumer(
                settings,
                renewEvery,
                () -> true,
                id -> {
                  offered.add(id);
                  return claim.apply(id);
                },
                jobs,
                stop));
    consumers.add(consumer);
    consumer.start();
  }

  private static UUID send() throws Exception {
    UUID id = UUID.randomUUID();
    send(id.toString(), CloudEvent.about(id, "/test", CloudEvent.JOB_RELEASED, null).toJson());
    return id;
  }

  private static void send(String key, String value) throws Exception {
    var unused = producer.send(new ProducerRecord<>(Topics.JOBS, key, value)).get();
  }

  private int offers(UUID id) {
    return Collections.frequency(offered, id);
  }

  @Test
  void aRecordIsAcceptedWhetherItsJobRanOrWasNotToBeHad() throws Exception {
    List<UUID> ran = new CopyOnWriteArrayList<>();
    UUID first = send();
    UUID taken = send();
    UUID last = send();
    consume(
        RENEW_EVERY, id -> id.equals(taken) ? Optional.empty() : Optional.of(() -> ran.add(id)));
    Conditions.await(() -> ran.contains(last), done -> done);
    assertEquals(List.of(first, last), ran);
    assertEquals(1, offers(taken));
  }

  @Test
  void aRecordThatIsNoEventIsRejectedAndTheNextIsTaken() throws Exception {
    send("junk", "not JSON");
    UUID next = send();
    consume(RENEW_EVERY, id -> Optional.empty());
    Conditions.await(() -> offers(next), offers -> offers == 1);
  }

  @Test
  void aJobThatCouldNotBeClaimedIsTriedAgainUntilTheStoreIsBack() throws Exception {
    UUID id = send();
    consume(
        RENEW_EVERY,
        each -> {
          // More often than a broker would deliver the record.
          if (each.equals(id) && offers(id) < 7) {
            throw new IllegalStateException("the database is away");
          }
          return Optional.empty();
        });
    Conditions.await(() -> offers(id), offers -> offers == 7);
  }

  @Test
  void aJobThatEndsWithAnExceptionDoesNotEndTheConsumer() throws Exception {
    UUID failing = send();
    UUID next = send();
    consume(
        RENEW_EVERY,
        id ->
            Optional.of(
                () -> {
                  if (id.equals(failing)) {
                    throw new IllegalStateException("as the test asks");
                  }
                }));
    Conditions.await(() -> offers(next), offers -> offers == 1);
    assertEquals(1, offers(failing));
  }

  /** The first job outlives the lock twice over; the second shows that the group goes on. */
  @Test
  void aRenewedRecordIsNotDeliveredToAnotherAndALostOneIs() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    UUID renewed = send();
    consume(RENEW_EVERY, id -> waiting(id, renewed, end));
    Conditions.await(() -> offers(renewed), offers -> offers == 1);

    UUID lost = send();
    consume(Duration.ofHours(1), id -> waiting(id, lost, end));
    Conditions.await(() -> offers(lost), offers -> offers == 1);
    // This one gets what the others lose.
    consume(RENEW_EVERY, id -> Optional.empty());
    Conditions.await(() -> offers(lost), offers -> offers == 2);
    assertEquals(1, offers(renewed));

    end.countDown();
    UUID afterwards = send();
    Conditions.await(() -> offers(afterwards), offers -> offers == 1);
    assertTrue(consumers.stream().allMatch(Thread::isAlive));
  }

  private static Optional<Runnable> waiting(UUID id, UUID one, CountDownLatch end) {
    if (!id.equals(one)) {
      return Optional.empty();
    }
    return Optional.of(
        () -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
