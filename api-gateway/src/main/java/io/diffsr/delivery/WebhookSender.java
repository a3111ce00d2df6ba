package io.diffsr.delivery;

import io.diffsr.outbound.GuardedHttpClient;
import io.diffsr.outbound.OutboundSettings;
import io.diffsr.webhook.WebhookQueued;
import io.diffsr.webhook.WebhookSchedule;
import io.diffsr.webhook.WebhookStore;
import io.diffsr.webhook.WebhookStore.Due;
import io.diffsr.webhook.WebhookStore.SendOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Sends webhooks that are due, each gateway a bounded number at a time. Any number of gateways may
 * do so side by side.
 */
@ApplicationScoped
class WebhookSender {
  private static final Logger LOG = Logger.getLogger(WebhookSender.class);

  /** What an attempt needs besides its exchange: a transaction before and one after it. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final WebhookStore store;
  private final WebhookAttempts attempts;
  private final WebhookSigner signer;
  private final MeterRegistry meters;
  private final WebhookSchedule schedule;
  private final Duration lease;
  private final Semaphore free;
  private final Executor executor = Infrastructure.getDefaultWorkerPool();
  private final AtomicBoolean wanted = new AtomicBoolean();

  @Inject
  WebhookSender(
      WebhookStore store,
      GuardedHttpClient client,
      MeterRegistry meters,
      WebhookSettings settings,
      OutboundSettings outbound) {
    this.store = store;
    this.signer = new WebhookSigner(settings.secrets().orElse(List.of()));
    this.attempts = new WebhookAttempts(client, signer, Clock.systemUTC());
    this.meters = meters;
    this.schedule = new WebhookSchedule(settings.waits());
    this.lease = outbound.timeout().plus(MARGIN);
    this.free = new Semaphore(settings.concurrency());
  }

  /** Makes a malformed secret stop the start rather than the first message. */
  void started(@Observes StartupEvent start) {
    if (!signer.ready()) {
      LOG.info("diffsr.webhooks.secrets is not set: jobs that ask for a webhook are refused");
    }
  }

  void queued(@Observes(during = TransactionPhase.AFTER_SUCCESS) WebhookQueued event) {
    wake();
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void wake() {
    if (signer.ready() && wanted.compareAndSet(false, true)) {
      executor.execute(this::sendDue);
    }
  }

  private void sendDue() {
    wanted.set(false);
    int room = free.drainPermits();
    List<Due> due = List.of();
    try {
      due = room == 0 ? List.of() : store.due(room, lease);
    } catch (RuntimeException e) {
      LOG.warnf("could not poll for due webhooks, will try again: %s", e.getMessage());
    } finally {
      free.release(room - due.size());
    }
    due.forEach(message -> executor.execute(() -> send(message)));
  }

  private void send(Due message) {
    try {
      SendOutcome outcome = attempts.send(message);
      store.record(message, outcome, schedule);
      meters.counter("diffsr.webhook.attempts", "outcome", outcomeName(outcome)).increment();
      LOG.debugf("webhook %s attempt %d: %s", message.delivery(), message.attempt(), outcome);
    } catch (RuntimeException e) {
      LOG.warnf(e, "webhook %s is sent again when its lease runs out", message.delivery());
    } finally {
      free.release();
      wake();
    }
  }

  private static String outcomeName(SendOutcome outcome) {
    WebhookSchedule.Answer answer = outcome.answer();
    if (answer.statusCode() == null) {
      return "no_answer";
    }
    if (answer.gone()) {
      return "gone";
    }
    return answer.success() ? "delivered" : "refused";
  }
}
