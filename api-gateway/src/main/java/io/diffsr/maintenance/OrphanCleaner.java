package io.diffsr.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.diffsr.job.Job;
import io.diffsr.storage.ObjectKeys;
import io.diffsr.storage.ObjectNotFoundException;
import io.diffsr.storage.ObjectStore;
import io.diffsr.storage.StoredObject;
import io.diffsr.store.JobStore;
import io.diffsr.store.MaintenanceStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Finds objects that nothing refers to: what a process left that died between storing an object and
 * committing its row, or that lost its job meanwhile. Holds one page of keys at a time.
 */
@ApplicationScoped
class OrphanCleaner {
  private static final Logger LOG = Logger.getLogger(OrphanCleaner.class);
  private static final int PAGE = 500;

  private final ObjectStore objects;
  private final JobStore jobs;
  private final MaintenanceStore store;
  private final MaintenanceSettings settings;
  private final Counter removed;

  @Inject
  OrphanCleaner(
      ObjectStore objects,
      JobStore jobs,
      MaintenanceStore store,
      MaintenanceSettings settings,
      MeterRegistry meters) {
    this.objects = objects;
    this.jobs = jobs;
    this.store = store;
    this.settings = settings;
    this.removed =
        Counter.builder("diffsr.orphans.removed")
            .description("Objects without a row that a scan of the object store found and removed")
            .register(meters);
  }

  @Scheduled(
      every = "${diffsr.maintenance.orphan-scan:1H}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void scan() {
    Instant before = Instant.now().minus(settings.orphanAge());
    try {
      if (!belongsTo(store.deployment())) {
        return;
      }
      ObjectKeys.PREFIXES.forEach(prefix -> scan(prefix, before));
    } catch (RuntimeException e) {
      LOG.warnf("could not scan the object store, will try again: %s", e.getMessage());
    }
  }

  /**
   * Whether the bucket is this deployment's: a new or another database knows none of its jobs, and
   * would have all results removed. A bucket that belongs to nobody is taken.
   */
  private boolean belongsTo(UUID deployment) {
    String own = deployment.toString();
    String found;
    try {
      found = new String(objects.get(ObjectKeys.DEPLOYMENT), UTF_8).strip();
    } catch (ObjectNotFoundException e) {
      objects.put(ObjectKeys.DEPLOYMENT, own.getBytes(UTF_8), "text/plain");
      return true;
    }
    if (!found.equals(own)) {
      LOG.errorf(
          "the bucket belongs to deployment %s and the database to %s: nothing is removed from it;"
              + " delete its object '%s' if the bucket is to be this database's",
          found, own, ObjectKeys.DEPLOYMENT);
    }
    return found.equals(own);
  }

  private void scan(String prefix, Instant before) {
    String after = "";
    List<StoredObject> page;
    do {
      page = objects.list(prefix, after, PAGE);
      remove(page, before);
      after = page.isEmpty() ? after : page.get(page.size() - 1).key();
    } while (page.size() == PAGE);
  }

  private void remove(List<StoredObject> page, Instant before) {
    Map<String, UUID> candidates = new HashMap<>();
    for (StoredObject object : page) {
      if (object.lastModified().isBefore(before)) {
        ObjectKeys.job(object.key()).ifPresent(job -> candidates.put(object.key(), job));
      }
    }
    if (candidates.isEmpty()) {
      return;
    }
    Map<UUID, Optional<Job>> rows = jobs.findAll(candidates.values());
    candidates.forEach(
        (key, id) -> {
          Optional<Job> row = rows.get(id);
          if (row == null || (row.isPresent() && !refersTo(row.get(), key))) {
            objects.delete(key);
            removed.increment();
            LOG.infof("removed %s: no job refers to it", key);
          }
        });
  }

  /** What a row that has not ended may come to refer to counts as well. */
  private static boolean refersTo(Job job, String key) {
    if (!job.status().terminal()) {
      return true;
    }
    return key.equals(job.spec().input().key())
        || (job.result() != null
            && (key.equals(job.result().key()) || key.equals(job.result().uncertaintyKey())));
  }
}
