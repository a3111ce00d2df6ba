package io.diffsr.events;

import io.diffsr.job.Job;
import io.diffsr.job.JobEvent;
import io.diffsr.job.Progress;
import io.diffsr.jobs.JobView;
import io.diffsr.jobs.JobViews;
import io.diffsr.messaging.CloudEvent;
import io.diffsr.store.JobStore;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A job's events as they happen (server-sent events). */
@Path("/v1/jobs/{id}/events")
@Tag(name = "Jobs")
public class EventsResource {
  /** Events can be lost, so the store is polled at least so often. */
  private static final long POLL_MILLIS = 1000;

  private final JobStore store;
  private final JobViews jobs;
  private final JobSignals signals;

  @Inject
  EventsResource(JobStore store, JobViews jobs, JobSignals signals) {
    this.store = store;
    this.jobs = jobs;
    this.signals = signals;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(
      summary = "Follow a job",
      description =
          "Events job.queued, job.running and so on carry the job; their ids are its"
              + " status_version, so that Last-Event-ID resumes. job.progress carries the progress."
              + " The stream ends with the job.")
  public Multi<OutboundSseEvent> events(
      @PathParam("id") String id,
      @HeaderParam("Last-Event-ID") @Nullable Integer lastEventId,
      @Context Sse sse,
      @Context UriInfo uri) {
    Job job = jobs.find(id);
    int seen = lastEventId == null ? 0 : lastEventId;
    URI base = uri.getBaseUri();
    return Multi.createFrom()
        .emitter(emitter -> new Stream(job.id(), seen, sse, base, emitter).start());
  }

  /** One open stream. */
  private final class Stream {
    private final UUID id;
    private final Sse sse;
    private final URI base;
    private final MultiEmitter<? super OutboundSseEvent> emitter;
    private final AtomicReference<@Nullable Progress> received = new AtomicReference<>();
    private int seen;
    private @Nullable Progress sent;

    Stream(UUID id, int seen, Sse sse, URI base, MultiEmitter<? super OutboundSseEvent> emitter) {
      this.id = id;
      this.seen = seen;
      this.sse = sse;
      this.base = base;
      this.emitter = emitter;
    }

    void start() {
      JobSignals.Watch watch = signals.watch(id, this::notified);
      ScheduledFuture<?> polls =
          Infrastructure.getDefaultWorkerPool()
              .scheduleWithFixedDelay(this::poll, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
      emitter.onTermination(
          () -> {
            watch.close();
            polls.cancel(false);
          });
    }

    private void notified(CloudEvent event) {
      if (event.type().equals(CloudEvent.JOB_PROGRESS)) {
        received.set(event.dataAs(Progress.class));
      }
      Infrastructure.getDefaultWorkerPool().execute(this::poll);
    }

    private synchronized void poll() {
      try {
        Progress latest = received.getAndSet(null);
        Job job = store.find(id).orElseThrow(() -> JobViews.notFound(id));
        for (JobEvent event : store.events(id, seen)) {
          if (event.version() > job.statusVersion()) {
            break; // Happened since the job was read: the next poll reads it along with its job.
          }
          seen = event.version();
          sent = null;
          emitter.emit(statusEvent(event, job));
        }
        if (job.status().terminal()) {
          emitter.complete();
          return;
        }
        Progress progress = latest == null ? job.progress() : latest;
        if (progress != null && further(progress)) {
          sent = progress;
          emitter.emit(
              sse.newEventBuilder()
                  .name(CloudEvent.JOB_PROGRESS)
                  .data(JobView.ProgressView.class, JobView.ProgressView.of(progress))
                  .mediaType(MediaType.APPLICATION_JSON_TYPE)
                  .build());
        }
      } catch (RuntimeException e) {
        emitter.fail(e);
      }
    }

    /** The progress in the store is older than that of events, and must not set the reader back. */
    private boolean further(Progress progress) {
      Progress before = sent;
      return before == null
          || progress.percent() > before.percent()
          || progress.phase().compareTo(before.phase()) > 0;
    }

    private OutboundSseEvent statusEvent(JobEvent event, Job job) {
      return sse.newEventBuilder()
          .id(Integer.toString(event.version()))
          .name(event.type())
          .data(JobView.class, jobs.view(job, base))
          .mediaType(MediaType.APPLICATION_JSON_TYPE)
          .build();
    }
  }
}
