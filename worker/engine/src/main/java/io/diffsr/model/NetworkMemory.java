package io.diffsr.model;

/**
 * Heap that a network adds to a run, beyond what every method takes ({@link
 * io.diffsr.request.RunMemory}); all in bytes.
 *
 * @param base whatever the picture
 * @param perInputPixel for each pixel of the input
 * @param perOutputPixel for each pixel of the result
 */
public record NetworkMemory(long base, long perInputPixel, long perOutputPixel) {
  public static final NetworkMemory NONE = new NetworkMemory(0, 0, 0);

  /** The most that a run of this size adds. */
  public long bytes(long inputPixels, long outputPixels) {
    return base + perInputPixel * inputPixels + perOutputPixel * outputPixels;
  }
}
