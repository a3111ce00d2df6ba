package io.diffsr.model;

/** A network that enlarges pictures in a way of its own, and is a method by its folder's name. */
public sealed interface NetworkMethod permits RegressionModel, LiifModel, Sr3Model, SimulatedModel {
  /** Folder name in the model repository, which is what a job's method names. */
  String name();

  /** {@code cuda} or {@code cpu}. */
  String executionProvider();

  /** Heap that it adds to a run, at most. */
  NetworkMemory memory();
}
