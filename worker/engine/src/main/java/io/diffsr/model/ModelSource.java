package io.diffsr.model;

/** Where the models are. */
@FunctionalInterface
public interface ModelSource {
  /**
   * The model of this name.
   *
   * @throws ModelException of kind {@code NOT_FOUND}, or {@code INVALID} where it cannot be used
   */
  DiffusionModel model(String name);
}
