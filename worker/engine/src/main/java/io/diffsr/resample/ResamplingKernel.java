package io.diffsr.resample;

/**
 * The shape of a resampling filter along one axis, as a function of the distance in samples.
 *
 * <p>Sources: Keys, "Cubic convolution interpolation", 1981 (bicubic with a = −1/2, the kernel of
 * MATLAB's {@code imresize}); Duchon, "Lanczos filtering", 1979 (three lobes).
 */
public enum ResamplingKernel {
  /** The nearest sample; never widened, so it drops samples when shrinking. */
  NEAREST(0.5) {
    @Override
    double weight(double distance) {
      // Half-open, so that a position between two samples belongs to one of them.
      return distance > -0.5 && distance <= 0.5 ? 1 : 0;
    }
  },
  BICUBIC(2) {
    @Override
    double weight(double distance) {
      double d = Math.abs(distance);
      if (d <= 1) {
        return (1.5 * d - 2.5) * d * d + 1;
      }
      return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }
  },
  LANCZOS(3) {
    @Override
    double weight(double distance) {
      double d = Math.abs(distance);
      return d < 3 ? sinc(d) * sinc(d / 3) : 0;
    }

    private static double sinc(double x) {
      double angle = Math.PI * x;
      return x == 0 ? 1 : StrictMath.sin(angle) / angle;
    }
  };

  private final double radius;

  ResamplingKernel(double radius) {
    this.radius = radius;
  }

  /** The weight is 0 at this distance and beyond. */
  double radius() {
    return radius;
  }

  /** True where the kernel is widened by the scale when shrinking, against aliasing. */
  boolean antialiases() {
    return this != NEAREST;
  }

  /** The weight, not normalised, of a sample at this signed distance. */
  abstract double weight(double distance);
}
