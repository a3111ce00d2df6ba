package io.diffsr.store;

import java.time.Instant;
import java.util.UUID;

/** Where a page of the job list ended. */
public record JobPosition(Instant createdAt, UUID id) {}
