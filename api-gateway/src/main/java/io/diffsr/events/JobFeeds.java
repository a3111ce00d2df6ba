package io.diffsr.events;

import static jakarta.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.jobs.JobViews;
import io.diffsr.problem.ProblemException;
import io.diffsr.store.JobStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The streams that are open on this gateway, a bounded number of them. */
@ApplicationScoped
class JobFeeds {
  private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(5);

  private final JobStore store;
  private final JobViews views;
  private final JobSignals signals;
  private final EventSettings settings;
  private final ObjectMapper mapper;
  private final Map<UUID, Open> feeds = new ConcurrentHashMap<>();
  private final AtomicInteger streams = new AtomicInteger();

  private record Open(JobFeed feed, JobSignals.Watch watch) {}

  @Inject
  JobFeeds(
      JobStore store,
      JobViews views,
      JobSignals signals,
      EventSettings settings,
      ObjectMapper mapper,
      MeterRegistry meters,
      StopNotice stop) {
    this.store = store;
    this.views = views;
    this.signals = signals;
    this.settings = settings;
    this.mapper = mapper;
    stop.onStop(this::stop);
    Gauge.builder("diffsr.event.streams", streams, AtomicInteger::get)
        .description("Open streams of events")
        .register(meters);
  }

  /**
   * A stream of a job's events, which ends with the job.
   *
   * @param seen version of the last event that the reader knows, 0 for none
   * @param base address of the service as the caller sees it
   * @param allowed whether the reader may go on reading
   * @throws ProblemException where too many are open
   */
  Multi<StreamedEvent> stream(UUID job, int seen, URI base, BooleanSupplier allowed) {
    if (streams.incrementAndGet() > settings.streams()) {
      streams.decrementAndGet();
      throw ProblemException.retryable(
          SERVICE_UNAVAILABLE,
          "too_many_streams",
          "This gateway has %d streams of events open, which is its limit; poll the job instead."
              .formatted(settings.streams()),
          RETRY_WHEN_FULL);
    }
    // A reader that does not keep up fails with an overflow of its buffer, and is dropped.
    return Multi.createFrom()
        .<StreamedEvent>emitter(
            emitter -> {
              JobFeed.Reader reader = new JobFeed.Reader(seen, base, allowed, emitter);
              emitter.onTermination(() -> leave(job, reader));
              join(job, reader);
            },
            settings.buffer());
  }

  private void join(UUID job, JobFeed.Reader reader) {
    feeds.compute(
        job,
        (id, open) -> {
          Open feed = open == null ? open(id) : open;
          feed.feed().add(reader);
          return feed;
        });
  }

  private Open open(UUID job) {
    JobFeed feed = new JobFeed(job, store, views, this::json, settings.keepAlive());
    return new Open(feed, signals.watch(job, feed::notified));
  }

  private void leave(UUID job, JobFeed.Reader reader) {
    streams.decrementAndGet();
    feeds.computeIfPresent(
        job,
        (id, open) -> {
          if (open.feed().remove(reader)) {
            return open;
          }
          open.watch().close();
          return null;
        });
  }

  private String json(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the streams, so that their readers come to another gateway and this one stops soon. */
  private void stop() {
    feeds.values().forEach(open -> open.feed().readers().forEach(JobFeed.Reader::dismiss));
  }
}
