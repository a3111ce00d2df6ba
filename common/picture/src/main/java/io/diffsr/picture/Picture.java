package io.diffsr.picture;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decoded picture, upright. Its arrays belong to it and must not be changed.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param channels 1 (greyscale) or 3 (red, green, blue)
 * @param colour planar samples, channels × height × width, black −1 to white 1; not multiplied by
 *     alpha
 * @param alpha opacity, height × width, transparent 0 to opaque 1; null where the picture has none
 * @param bitDepth bits per sample of a lossless file of this picture: 8 or 16
 * @param iccProfile the ICC profile that {@code colour} is meant in; null for sRGB or unknown
 */
// PlanarArrays are compared by identity: pictures are not compared by value.
@SuppressWarnings("ArrayRecordComponent")
public record Picture(
    int width,
    int height,
    int channels,
    float[] colour,
    float @Nullable [] alpha,
    int bitDepth,
    byte @Nullable [] iccProfile) {

  /** Checks that the parts fit together. */
  // Spelled out, as a compact constructor loses the annotations of array parameters.
  public Picture(
      int width,
      int height,
      int channels,
      float[] colour,
      float @Nullable [] alpha,
      int bitDepth,
      byte @Nullable [] iccProfile) {
    PlanarArrays.requireSize(height, width);
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(channels + " colour channels");
    }
    if (bitDepth != 8 && bitDepth != 16) {
      throw new IllegalArgumentException(bitDepth + " bits per sample");
    }
    PlanarArrays.requireLength(colour, channels, height, width);
    if (alpha != null) {
      PlanarArrays.requireLength(alpha, 1, height, width);
    }
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.colour = colour;
    this.alpha = alpha;
    this.bitDepth = bitDepth;
    this.iccProfile = iccProfile;
  }

  /** An opaque picture of 8 bits without a profile. */
  public static Picture of(int width, int height, int channels, float[] colour) {
    return new Picture(width, height, channels, colour, null, 8, null);
  }

  /**
   * The colour samples as red, green and blue, 3 × height × width; greyscale is repeated. Not to be
   * changed: it may be this picture's own array.
   */
  public float[] rgb() {
    if (channels == 3) {
      return colour;
    }
    float[] rgb = PlanarArrays.allocate(3, height, width);
    for (int channel = 0; channel < 3; channel++) {
      System.arraycopy(colour, 0, rgb, channel * colour.length, colour.length);
    }
    return rgb;
  }

  /**
   * The picture that an enlargement of this one's {@link #rgb()} makes: as this one in everything
   * but size and samples. Greyscale stays greyscale, as the mean of the three planes.
   *
   * @param rgb 3 × newHeight × newWidth in -1..1
   * @param newAlpha newHeight × newWidth in 0..1; present exactly where this picture has alpha
   */
  public Picture enlarged(int newWidth, int newHeight, float[] rgb, float @Nullable [] newAlpha) {
    if ((alpha == null) != (newAlpha == null)) {
      throw new IllegalArgumentException("alpha must be kept as it is: present or absent");
    }
    PlanarArrays.requireLength(rgb, 3, newHeight, newWidth);
    float[] samples = rgb;
    if (channels == 1) {
      samples = PlanarArrays.allocate(1, newHeight, newWidth);
      for (int i = 0; i < samples.length; i++) {
        double sum = (double) rgb[i] + rgb[samples.length + i] + rgb[2 * samples.length + i];
        samples[i] = (float) (sum / 3);
      }
    }
    return new Picture(newWidth, newHeight, channels, samples, newAlpha, bitDepth, iccProfile);
  }

  /**
   * The colour that filters may mix: each pixel's share of light weighted by its opacity, so that
   * what is hidden under transparent pixels does not bleed. Without alpha, this picture.
   */
  public Picture premultiplied() {
    float[] opacity = alpha;
    if (opacity == null) {
      return this;
    }
    float[] samples = colour.clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (samples[i] + 1) * opacity[i % opacity.length] - 1;
    }
    return withColour(samples);
  }

  /** Undoes {@link #premultiplied}; colour where opacity is below half an 8-bit level is black. */
  public Picture unpremultiplied() {
    float[] opacity = alpha;
    if (opacity == null) {
      return this;
    }
    float[] samples = colour.clone();
    for (int i = 0; i < samples.length; i++) {
      float share = opacity[i % opacity.length];
      float light = share < 0.5f / 255 ? 0 : (samples[i] + 1) / share;
      samples[i] = Math.min(Math.max(light, 0), 2) - 1;
    }
    return withColour(samples);
  }

  /**
   * The samples as a lossless file of this picture holds them: clipped and rounded to {@code
   * bitDepth} bits. What is promised about a result is measured on these.
   */
  public Picture quantised() {
    float[] samples = new float[colour.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Samples.ofLevel(Samples.level(colour[i], bitDepth), bitDepth);
    }
    return withColour(samples);
  }

  private Picture withColour(float[] samples) {
    return new Picture(width, height, channels, samples, alpha, bitDepth, iccProfile);
  }

  @Override
  public String toString() {
    return "Picture[%d × %d, %d channels, %d bit%s%s]"
        .formatted(
            width,
            height,
            channels,
            bitDepth,
            alpha == null ? "" : ", alpha",
            iccProfile == null ? "" : ", ICC profile");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Objects.hash(width, height, channels);
  }
}
