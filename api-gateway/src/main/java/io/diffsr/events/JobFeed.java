package io.diffsr.events;

import io.diffsr.job.Job;
import io.diffsr.job.JobEvent;
import io.diffsr.job.JobStatus;
import io.diffsr.job.Progress;
import io.diffsr.jobs.JobView;
import io.diffsr.jobs.JobViews;
import io.diffsr.messaging.CloudEvent;
import io.diffsr.store.JobStore;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All readers of one job: however many they are, the store is read once for a change, and once a
 * second where nothing is heard.
 */
final class JobFeed {
  /** Events can be lost, so the store is polled at least so often. */
  private static final Duration POLL = Duration.ofSeconds(1);

  /** However often the status changes, the store is not read more often. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

  /**
   * However much a worker reports, readers are not notified more often; many of them less often.
   */
  private static final Duration PROGRESS_PAUSE = Duration.ofMillis(250);

  private static final Duration PROGRESS_PAUSE_OF_MANY = Duration.ofSeconds(1);
  private static final int MANY = 10;

  private static final long NANOSECONDS_PER_MILLI = 1_000_000;

  private final UUID id;
  private final JobStore store;
  private final JobViews views;
  private final Function<Object, String> json;
  private final long keepAlive;
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Progress> told = new AtomicReference<>();
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final List<JobEvent> events = new ArrayList<>();
  private final AtomicBoolean relayWanted = new AtomicBoolean();
  private volatile long polledAt = System.nanoTime() - SHORTEST_PAUSE.toNanos();
  private volatile long relayedAt = System.nanoTime() - PROGRESS_PAUSE.toNanos();
  private @Nullable Job polled;

  /**
   * Not the monitor of {@link #poll}: a reader that ends there leaves, which locks the entry of
   * this feed among all feeds, as whoever joins does before it comes here.
   */
  private final Object timer = new Object();

  private @Nullable ScheduledFuture<?> polls;

  /** One open stream. */
  static final class Reader {
    private final URI base;
    private final BooleanSupplier allowed;
    private final MultiEmitter<? super StreamedEvent> emitter;
    private int seen;
    private @Nullable Progress sent;
    private long sentAt = System.nanoTime();

    /**
     * @param seen version of the last event that it knows
     * @param base address of the service as the caller sees it
     * @param allowed whether it may go on reading
     */
    Reader(
        int seen, URI base, BooleanSupplier allowed, MultiEmitter<? super StreamedEvent> emitter) {
      this.allowed = allowed;
      this.seen = seen;
      this.base = base;
      this.emitter = emitter;
    }

    private void send(StreamedEvent event) {
      emitter.emit(event);
      sentAt = System.nanoTime();
    }

    /** Progress in the store is older than what is told, and must not set the reader back. */
    private boolean further(Progress progress) {
      Progress before = sent;
      return before == null
          || progress.percent() > before.percent()
          || progress.phase().compareTo(before.phase()) > 0;
    }

    void complete() {
      emitter.complete();
    }

    /** Ends the stream before the job has ended. */
    void dismiss() {
      emitter.emit(StreamedEvent.GATEWAY_STOPS);
      emitter.complete();
    }
  }

  /**
   * @param json writes what is sent
   * @param keepAlive after which a silent reader gets a comment
   */
  JobFeed(
      UUID id, JobStore store, JobViews views, Function<Object, String> json, Duration keepAlive) {
    this.id = id;
    this.store = store;
    this.views = views;
    this.json = json;
    this.keepAlive = keepAlive.toNanos();
  }

  void add(Reader reader) {
    readers.add(reader);
    synchronized (timer) {
      if (polls == null) {
        polls =
            Infrastructure.getDefaultWorkerPool()
                .scheduleWithFixedDelay(
                    () -> Infrastructure.getDefaultWorkerPool().execute(this::poll),
                    POLL.toMillis(),
                    POLL.toMillis(),
                    TimeUnit.MILLISECONDS);
      }
    }
    want();
  }

  /** Whether readers are left. */
  boolean remove(Reader reader) {
    readers.remove(reader);
    synchronized (timer) {
      if (readers.isEmpty() && polls != null) {
        polls.cancel(false);
        polls = null;
      }
    }
    return !readers.isEmpty();
  }

  Set<Reader> readers() {
    return readers;
  }

  void notified(CloudEvent event) {
    if (!event.type().equals(CloudEvent.JOB_PROGRESS)) {
      want();
      return;
    }
    told.set(event.dataAs(Progress.class));
    if (relayWanted.compareAndSet(false, true)) {
      Duration pause = readers.size() < MANY ? PROGRESS_PAUSE : PROGRESS_PAUSE_OF_MANY;
      soon(pause, relayedAt, this::relay);
    }
  }

  private void want() {
    if (wanted.compareAndSet(false, true)) {
      soon(SHORTEST_PAUSE, polledAt, this::poll);
    }
  }

  /**
   * A timer that is set on an event loop also runs there, where nothing may wait for a database.
   */
  private static void soon(Duration pause, long last, Runnable work) {
    long wait = pause.toNanos() - (System.nanoTime() - last);
    var unused =
        Infrastructure.getDefaultWorkerPool()
            .schedule(
                () -> Infrastructure.getDefaultWorkerPool().execute(work),
                Math.max(1, wait / NANOSECONDS_PER_MILLI),
                TimeUnit.MILLISECONDS);
  }

  /**
   * Notifies readers of a running job how far it is, without reading the store; not before they
   * know that it runs.
   */
  private synchronized void relay() {
    relayWanted.set(false);
    Progress latest = told.getAndSet(null);
    Job job = polled;
    try {
      if (latest != null && job != null && job.status() == JobStatus.RUNNING && !wanted.get()) {
        serve(job, latest);
      }
    } finally {
      relayedAt = System.nanoTime();
    }
  }

  private synchronized void poll() {
    wanted.set(false);
    try {
      Job job = store.find(id).orElse(null);
      if (job == null) {
        // Deleted: there is nothing more to be read.
        readers.forEach(Reader::complete);
        return;
      }
      int known = events.isEmpty() ? 0 : events.get(events.size() - 1).version();
      if (job.statusVersion() > known) {
        events.addAll(store.events(id, known));
      }
      polled = job;
      serve(job, job.progress());
    } catch (RuntimeException e) {
      readers.forEach(reader -> reader.emitter.fail(e));
    } finally {
      polledAt = System.nanoTime();
    }
  }

  private void serve(Job job, @Nullable Progress progress) {
    Map<URI, JobView> viewed = new HashMap<>();
    Map<String, String> written = new HashMap<>();
    for (Reader reader : readers) {
      if (reader.allowed.getAsBoolean()) {
        serve(reader, job, progress, viewed, written);
      } else {
        reader.complete();
      }
    }
  }

  private void serve(
      Reader reader,
      Job job,
      @Nullable Progress progress,
      Map<URI, JobView> viewed,
      Map<String, String> written) {
    for (JobEvent event : events) {
      // What happened since the job was read is sent with the next reading.
      if (event.version() > reader.seen && event.version() <= job.statusVersion()) {
        reader.seen = event.version();
        reader.sent = null;
        JobView view = viewed.computeIfAbsent(reader.base, base -> views.view(job, base));
        String data =
            written.computeIfAbsent(
                event.version() + " " + reader.base, key -> json.apply(view.at(event)));
        reader.send(new StreamedEvent(event.version(), event.type(), data));
      }
    }
    if (job.status().terminal()) {
      reader.complete();
    } else if (progress != null && reader.further(progress)) {
      reader.sent = progress;
      String data =
          written.computeIfAbsent("progress", key -> json.apply(JobView.ProgressView.of(progress)));
      reader.send(new StreamedEvent(null, CloudEvent.JOB_PROGRESS, data));
    } else if (System.nanoTime() - reader.sentAt > keepAlive) {
      reader.send(StreamedEvent.KEEP_ALIVE);
    }
  }
}
