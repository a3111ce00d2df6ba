package io.diffsr.testing;

import io.diffsr.messaging.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Assertions;

/** Reads what is released on {@code diffsr.jobs} from now on. */
public final class JobsTopic implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<String, String> consumer;
  private final List<ConsumerRecord<String, String>> read = new ArrayList<>();

  public JobsTopic() {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers(), "enable.auto.commit", "false"),
            new StringDeserializer(),
            new StringDeserializer());
    List<TopicPartition> all = List.of(new TopicPartition(Topics.JOBS, 0));
    consumer.assign(all);
    consumer.seekToEnd(all);
    // The position is found out now, not at the first poll.
    all.forEach(consumer::position);
  }

  public static String bootstrapServers() {
    return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
  }

  /** The next record; waits for it. */
  public ConsumerRecord<String, String> next() {
    long end = System.nanoTime() + Conditions.PATIENCE.toNanos();
    while (read.isEmpty()) {
      consumer.poll(POLL).forEach(read::add);
      if (System.nanoTime() > end) {
        return Assertions.fail("no record came");
      }
    }
    return read.remove(0);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
