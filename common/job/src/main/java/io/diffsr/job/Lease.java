package io.diffsr.job;

import java.time.Instant;

/**
 * A worker's hold on a running job.
 *
 * @param worker name of the worker
 * @param until when the hold ends unless it is renewed, by the database's clock
 */
public record Lease(String worker, Instant until) {}
