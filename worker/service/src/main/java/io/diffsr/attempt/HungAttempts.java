package io.diffsr.attempt;

import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Ends a worker one of whose attempts hangs: a call into a native library cannot be interrupted,
 * and a worker that runs on would hold its lease, or its slot, for ever.
 */
@ApplicationScoped
class HungAttempts {
  private static final Logger LOG = Logger.getLogger(HungAttempts.class);

  /** For the other attempts to be released; the hung one would be waited for. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final AtomicBoolean ending = new AtomicBoolean();

  /** Ends the process; its supervisor starts another. */
  void end(UUID job, Duration silence) {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    LOG.errorf(
        "job %s: nothing has moved for %d s; this worker ends, and another takes its jobs",
        job, silence.toSeconds());
    Thread last =
        new Thread(
            () -> {
              LockSupport.parkNanos(GRACE.toNanos());
              Runtime.getRuntime().halt(1);
            },
            "diffsr-hung");
    last.setDaemon(true);
    last.start();
    Quarkus.asyncExit(1);
  }
}
