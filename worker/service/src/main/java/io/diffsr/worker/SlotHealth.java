package io.diffsr.worker;

import io.diffsr.consumer.JobConsumer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Whether Kafka gives this worker's free slots the jobs that wait for them. */
@ApplicationScoped
class SlotHealth {
  private static final Logger LOG = Logger.getLogger(SlotHealth.class);

  /** A free slot gets a released job within a fraction of a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Counter replaced;
  private volatile boolean starving;

  @Inject
  SlotHealth(MeterRegistry meters) {
    this.replaced =
        Counter.builder("diffsr.kafka.clients.replaced")
            .description("Consumers that got nothing while jobs waited for this worker")
            .register(meters);
  }

  boolean starving() {
    return starving;
  }

  /**
   * Replaces the clients of slots that starve.
   *
   * @param waiting whether a job that this worker can run has waited in Kafka for so long
   */
  void look(Collection<JobConsumer> slots, Predicate<Duration> waiting) {
    boolean found = false;
    try {
      for (JobConsumer slot : slots) {
        if (slot.waiting().compareTo(PATIENCE) > 0 && waiting.test(PATIENCE)) {
          found = true;
          slot.replaceClient();
          replaced.increment();
        }
      }
    } catch (RuntimeException e) {
      LOG.debugf("cannot see which jobs wait: %s", e.getMessage());
      return;
    }
    if (found && !starving) {
      LOG.warn("Kafka delivers no job to this worker although some wait: connecting again");
    }
    starving = found;
  }
}
