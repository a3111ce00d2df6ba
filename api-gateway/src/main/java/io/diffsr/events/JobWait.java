package io.diffsr.events;

import io.diffsr.job.Job;
import io.diffsr.jobs.JobViews;
import io.diffsr.store.JobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code Prefer: wait=N} (RFC 7240): holds an answer back until the job has ended. */
@ApplicationScoped
public class JobWait {
  static final Duration LONGEST = Duration.ofSeconds(60);

  /** Events can be lost, so the store is polled at least so often. */
  private static final long POLL_MILLIS = 1000;

  private static final Pattern WAIT =
      Pattern.compile(
          "(?:^|[,;\\s])wait\\s*=\\s*(\"?)(\\d{1,6})\\1(?=$|[,;\\s])", Pattern.CASE_INSENSITIVE);

  /** Each wait holds a thread of the pool that also dispatches jobs. */
  private static final int MOST_WAITS = 64;

  private final JobStore jobs;
  private final JobSignals signals;
  private final Semaphore waits = new Semaphore(MOST_WAITS);
  private final Set<Semaphore> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  @Inject
  JobWait(JobStore jobs, JobSignals signals, StopNotice stop) {
    this.jobs = jobs;
    this.signals = signals;
    stop.onStop(
        () -> {
          stopping = true;
          waiting.forEach(Semaphore::release);
        });
  }

  /** How long the caller would wait; zero where it named no time. */
  public static Duration preferred(@Nullable String prefer) {
    Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
    if (!wait.find()) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(wait.group(2)));
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  /**
   * The job when it has ended or {@code patience} is over; the current job where too many wait
   * already, because a preference need not be met.
   */
  public Job await(UUID id, Duration patience) throws InterruptedException {
    boolean admitted = waits.tryAcquire();
    try {
      return awaitEnd(id, admitted ? patience : Duration.ZERO);
    } finally {
      if (admitted) {
        waits.release();
      }
    }
  }

  private Job awaitEnd(UUID id, Duration patience) throws InterruptedException {
    Semaphore notified = new Semaphore(0);
    long end = System.nanoTime() + patience.toNanos();
    JobSignals.Watch watch = signals.watch(id, event -> notified.release());
    try (watch) {
      waiting.add(notified);
      while (true) {
        notified.drainPermits();
        Job job = jobs.find(id).orElseThrow(() -> JobViews.notFound(id));
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (job.status().terminal() || left <= 0 || stopping) {
          return job;
        }
        // Woken or not, the next poll of the store decides.
        var unused = notified.tryAcquire(Math.min(left, POLL_MILLIS), TimeUnit.MILLISECONDS);
      }
    } finally {
      waiting.remove(notified);
    }
  }
}
