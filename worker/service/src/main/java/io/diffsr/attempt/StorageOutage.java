package io.diffsr.attempt;

import io.diffsr.storage.ObjectStore;
import io.diffsr.storage.ObjectStoreException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Whether the object store is away, as the attempts of this worker find it. */
@ApplicationScoped
public class StorageOutage {
  private static final Logger LOG = Logger.getLogger(StorageOutage.class);

  private final ObjectStore objects;
  private final AtomicBoolean away = new AtomicBoolean();

  @Inject
  StorageOutage(ObjectStore objects, MeterRegistry meters) {
    this.objects = objects;
    Gauge.builder("diffsr.storage.away", away, state -> state.get() ? 1 : 0)
        .description("1 while attempts wait for the object store, and no job is taken")
        .register(meters);
  }

  void began(ObjectStoreException cause) {
    if (away.compareAndSet(false, true)) {
      LOG.warnf("no job is taken until the object store is back: %s", cause.getMessage());
    }
  }

  void ended() {
    if (away.compareAndSet(true, false)) {
      LOG.info("the object store is back");
    }
  }

  /** Whether a job can be taken: not before the object store has answered after an outage. */
  public boolean over() {
    if (!away.get()) {
      return true;
    }
    try {
      objects.check();
    } catch (ObjectStoreException e) {
      return false;
    }
    ended();
    return true;
  }
}
