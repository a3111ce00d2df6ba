package io.diffsr.model;

/** A network that takes a picture. Safe for use by several threads. */
@FunctionalInterface
public interface PictureNetwork {
  /**
   * One network call.
   *
   * @param picture channels × height × width, red, green and blue or luma alone, in the network's
   *     own range
   * @return channels × (scale · height) × (scale · width), in a new array; how many channels and
   *     the model that holds the network defines the scale
   * @throws ModelException of kind {@code FAILED}
   */
  float[] apply(float[] picture, int height, int width);
}
