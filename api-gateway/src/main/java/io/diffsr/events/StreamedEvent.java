package io.diffsr.events;

import org.jspecify.annotations.Nullable;

/**
 * What a reader of a stream gets.
 *
 * @param id the {@code status_version}, or null for progress
 * @param name for example {@code job.running}; null for a comment that keeps the stream open
 * @param json the data
 */
record StreamedEvent(@Nullable Integer id, @Nullable String name, String json) {
  /** The last event of a stream that another gateway is to go on with. */
  static final StreamedEvent GATEWAY_STOPS = new StreamedEvent(null, "gateway.stopping", "{}");

  /** Keeps a silent stream open. */
  static final StreamedEvent KEEP_ALIVE = new StreamedEvent(null, null, "");
}
