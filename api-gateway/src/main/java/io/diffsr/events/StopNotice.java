package io.diffsr.events;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * Tells at the first moment of a shutdown, before the framework waits for open requests: those that
 * only wait are to end then.
 */
@ApplicationScoped
class StopNotice {
  private static final Logger LOG = Logger.getLogger(StopNotice.class);

  private final List<Runnable> actions = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  void started(@Observes StartupEvent event) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "diffsr-stop-notice"));
  }

  /** Has something done when the process is asked to stop; it must not block. */
  void onStop(Runnable action) {
    actions.add(action);
  }

  /** Whether the process has been asked to stop. */
  boolean stopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.warnf("at the stop: %s", e.getMessage());
      }
    }
  }
}
