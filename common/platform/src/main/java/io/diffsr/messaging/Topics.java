package io.diffsr.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics and the share group, as the service needs them. */
public final class Topics {
  /** One record for each released job. */
  public static final String JOBS = "diffsr.jobs";

  /** Progress and changes of status, for whoever watches a job. */
  public static final String JOB_EVENTS = "diffsr.job-events";

  /** The share group of all workers. */
  public static final String WORKERS = "diffsr-workers";

  private static final short BROKER_DEFAULT_REPLICATION = -1;

  private Topics() {}

  /**
   * Creates what is missing. Any number of gateways and workers may do so at the same time.
   *
   * <p>The jobs topic has one partition: a share group hands the records of one partition to all of
   * its members, whereas with more partitions than members a record waits behind a busy member.
   *
   * @param bootstrapServers host:port, comma-separated
   * @param recordLock how long a worker may hold a record without renewing it
   */
  public static void ensure(String bootstrapServers, Duration recordLock)
      throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      create(
          admin,
          new NewTopic(JOBS, 1, BROKER_DEFAULT_REPLICATION),
          new NewTopic(JOB_EVENTS, 1, BROKER_DEFAULT_REPLICATION)
              .configs(Map.of("retention.ms", "3600000")));
      ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, WORKERS);
      Collection<AlterConfigOp> settings =
          List.of(
              // The default would skip every job released before the first worker came.
              set("share.auto.offset.reset", "earliest"),
              set("share.record.lock.duration.ms", Long.toString(recordLock.toMillis())));
      admin.incrementalAlterConfigs(Map.of(group, settings)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot prepare the topics on " + bootstrapServers, e);
    }
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }

  private static void create(Admin admin, NewTopic... topics)
      throws InterruptedException, ExecutionException {
    for (NewTopic topic : topics) {
      try {
        admin.createTopics(Set.of(topic)).all().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }
}
