package io.diffsr.model;

/** A network that takes a picture. Safe for use by several threads. */
@FunctionalInterface
public interface PictureNetwork {
  /**
   * One network call.
   *
   * @param picture 3 × height × width, red, green and blue in the network's own range
   * @return channels × (scale · height) × (scale · width), in a new array; how many channels and
   *     the model that holds the network defines the scale
   * @throws ModelException of kind {@code FAILED}
   */
  float[] apply(float[] picture, int height, int width);
}
