package io.diffsr.run;

/**
 * Mean and standard deviation of pictures that come one after another (Welford, "Note on a method
 * for calculating corrected sums of squares and products", 1962). Holds two pictures, however many
 * come.
 */
public final class SampleStatistics {
  private static final int CHANNELS = 3;

  private final float[] mean;
  private final float[] squares;
  private int count;

  /**
   * @param values of one picture, 3 × height × width
   */
  public SampleStatistics(int values) {
    this(0, new float[values], new float[values]);
  }

  /** Statistics of earlier pictures, as this class has kept them. */
  public SampleStatistics(int count, float[] mean, float[] squares) {
    this.count = count;
    this.mean = mean;
    this.squares = squares;
  }

  /** How many pictures have come. */
  public int count() {
    return count;
  }

  /** Values of one picture. */
  int values() {
    return mean.length;
  }

  /** Sums of squared distances to the mean; this object's own array. */
  public float[] squares() {
    return squares;
  }

  /**
   * Takes one more picture, as a file could show it: within [-1, 1].
   *
   * @param picture not changed
   */
  public void add(float[] picture) {
    count++;
    for (int i = 0; i < mean.length; i++) {
      double value = Math.min(Math.max(picture[i], -1), 1);
      double before = value - mean[i];
      double now = mean[i] + before / count;
      mean[i] = (float) now;
      squares[i] += (float) (before * (value - now));
    }
  }

  /** The mean, 3 × height × width; this object's own array. */
  public float[] mean() {
    return mean;
  }

  /**
   * The standard deviation of every pixel, height × width, in units of [-1, 1]: the root of the
   * three channels' mean variance, each with one less than the number of pictures as its divisor.
   */
  public float[] deviation() {
    float[] deviation = new float[mean.length / CHANNELS];
    for (int i = 0; i < deviation.length; i++) {
      double sum = 0;
      for (int channel = 0; channel < CHANNELS; channel++) {
        sum += Math.max(squares[channel * deviation.length + i], 0);
      }
      deviation[i] = (float) Math.sqrt(sum / CHANNELS / (count - 1));
    }
    return deviation;
  }
}
