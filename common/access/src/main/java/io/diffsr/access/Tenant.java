package io.diffsr.access;

import java.time.Instant;

/**
 * Whoever owns jobs and keys.
 *
 * @param weight of its share of the workers, above 0 and at most {@link #MOST_WEIGHT}
 */
public record Tenant(String name, double weight, Instant createdAt) {
  public static final double MOST_WEIGHT = 1000;
}
