package io.diffsr.access;

import java.time.Instant;

/**
 * Whoever owns jobs and keys.
 *
 * @param weight of its share of the workers, in {@link #LEAST_WEIGHT}..{@link #MOST_WEIGHT}
 */
public record Tenant(String name, double weight, Instant createdAt) {
  public static final double LEAST_WEIGHT = 0.001;
  public static final double MOST_WEIGHT = 1000;
}
