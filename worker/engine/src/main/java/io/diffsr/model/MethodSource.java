package io.diffsr.model;

/** Where the networks are that are methods by themselves. */
@FunctionalInterface
public interface MethodSource {
  /**
   * The method of this name.
   *
   * @throws ModelException of kind {@code NOT_FOUND}
   */
  NetworkMethod method(String name);
}
