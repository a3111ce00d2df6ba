package io.diffsr.messaging;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Prepares the topics before anything of this process talks to Kafka. */
@ApplicationScoped
class TopicSetup {
  /** SmallRye connects its channels at {@code LIBRARY_BEFORE}, which is 1000. */
  private static final int BEFORE_CHANNELS = Interceptor.Priority.LIBRARY_BEFORE - 500;

  private final MessagingSettings settings;
  private final String bootstrapServers;

  @Inject
  TopicSetup(
      MessagingSettings settings,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.settings = settings;
    this.bootstrapServers = bootstrapServers;
  }

  void start(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event) throws InterruptedException {
    if (settings.manageTopics()) {
      Topics.ensure(bootstrapServers, settings.recordLock());
    }
  }
}
