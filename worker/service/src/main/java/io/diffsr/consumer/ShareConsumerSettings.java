package io.diffsr.consumer;

import static org.apache.kafka.clients.CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
import static org.apache.kafka.clients.CommonClientConfigs.CLIENT_ID_CONFIG;
import static org.apache.kafka.clients.CommonClientConfigs.GROUP_ID_CONFIG;
import static org.apache.kafka.clients.CommonClientConfigs.MAX_POLL_INTERVAL_MS_CONFIG;

import io.diffsr.messaging.Topics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;

/** How a worker's consumers use the share group; docs/kafka.md explains them. */
public final class ShareConsumerSettings {
  private ShareConsumerSettings() {}

  /** Of one consumer of the group {@link Topics#WORKERS}. */
  public static Map<String, Object> of(String bootstrapServers, String clientId) {
    return Map.of(
        BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        GROUP_ID_CONFIG,
        Topics.WORKERS,
        CLIENT_ID_CONFIG,
        clientId,
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
        StringDeserializer.class,
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
        StringDeserializer.class,
        ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
        "explicit",
        // One record at a time: otherwise a consumer locks jobs that others could run.
        "share.acquire.mode",
        "record_limit",
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        1,
        // Leases and heartbeats decide whether a worker is alive.
        MAX_POLL_INTERVAL_MS_CONFIG,
        Integer.MAX_VALUE);
  }
}
