package io.diffsr.resample;

import io.diffsr.picture.Bands;
import io.diffsr.picture.PlanarArrays;

/**
 * The degradation A that is assumed to have made the low-resolution picture from the unknown
 * high-resolution one, with its exact pseudo-inverse at any real factor per axis.
 *
 * <p>A = A_h ⊗ A_w is antialiased bicubic shrinking ({@link Resampler}) from H × W to h × w. A⁺ =
 * Aᵀ(AAᵀ)⁻¹, where AAᵀ = (A_h A_hᵀ) ⊗ (A_w A_wᵀ) has two banded factors, each solved by Cholesky
 * factorisation in time proportional to the number of pixels. An axis that keeps its size is left
 * alone (A = I on it).
 *
 * <p>Arrays are planar, channels × height × width. Sums are formed in double precision; results do
 * not depend on the number of threads. Instances are immutable and may be shared between threads.
 *
 * <p>Source of the projection: Wang et al., "Zero-Shot Image Restoration Using Denoising Diffusion
 * Null-Space Model", 2022.
 */
public final class Degradation {
  private static final int BAND_ROWS = 16;
  private static final int BAND_COLUMNS = 128;

  private final AxisFilter downVertical;
  private final AxisFilter downHorizontal;
  private final AxisFilter upVertical;
  private final AxisFilter upHorizontal;
  private final BandedCholesky gramVertical;
  private final BandedCholesky gramHorizontal;
  private final RidgeSolver ridge;

  private Degradation(AxisFilter downVertical, AxisFilter downHorizontal) {
    this.downVertical = downVertical;
    this.downHorizontal = downHorizontal;
    upVertical = downVertical.transposed();
    upHorizontal = downHorizontal.transposed();
    gramVertical = BandedCholesky.ofGram(downVertical);
    gramHorizontal = BandedCholesky.ofGram(downHorizontal);
    ridge =
        new RidgeSolver(
            downVertical.gram(gramVertical.halfBandwidth()),
            downHorizontal.gram(gramHorizontal.halfBandwidth()));
  }

  /**
   * The degradation from H × W to h × w.
   *
   * @throws IllegalArgumentException if a size is less than 1 or the high-resolution picture is
   *     smaller than the low-resolution one along an axis
   */
  public static Degradation of(int highHeight, int highWidth, int lowHeight, int lowWidth) {
    PlanarArrays.requireSize(lowHeight, lowWidth);
    if (highHeight < lowHeight || highWidth < lowWidth) {
      throw new IllegalArgumentException(
          "%d × %d is smaller than %d × %d".formatted(highWidth, highHeight, lowWidth, lowHeight));
    }
    return new Degradation(
        AxisFilter.resampling(ResamplingKernel.BICUBIC, highHeight, lowHeight),
        AxisFilter.resampling(ResamplingKernel.BICUBIC, highWidth, lowWidth));
  }

  /** The factor of an enlargement: the mean of both axes' in the logarithm. */
  public double factor() {
    double vertical = (double) highHeight() / lowHeight();
    double horizontal = (double) highWidth() / lowWidth();
    return Math.sqrt(vertical * horizontal);
  }

  public int highHeight() {
    return downVertical.inputs();
  }

  public int highWidth() {
    return downHorizontal.inputs();
  }

  public int lowHeight() {
    return downVertical.outputs();
  }

  public int lowWidth() {
    return downHorizontal.outputs();
  }

  /**
   * A x: what the high-resolution picture looks like after shrinking.
   *
   * @param high channels × H × W
   * @return a new array, channels × h × w
   */
  public float[] degrade(float[] high, int channels) {
    PlanarArrays.requireLength(high, channels, highHeight(), highWidth());
    float[] result = PlanarArrays.allocate(channels, lowHeight(), lowWidth());
    double[] plane = lowPlane();
    for (int channel = 0; channel < channels; channel++) {
      shrink(high, channel, plane);
      PlanarArrays.narrow(plane, 0, result, channel * plane.length, plane.length);
    }
    return result;
  }

  /**
   * A⁺ y: of all high-resolution pictures that degrade to y exactly, the one of least norm.
   *
   * @param low channels × h × w
   * @return a new array, channels × H × W; values may overshoot y's range
   */
  public float[] pseudoInverse(float[] low, int channels) {
    PlanarArrays.requireLength(low, channels, lowHeight(), lowWidth());
    float[] result = PlanarArrays.allocate(channels, highHeight(), highWidth());
    double[] plane = lowPlane();
    for (int channel = 0; channel < channels; channel++) {
      int offset = channel * plane.length;
      for (int i = 0; i < plane.length; i++) {
        plane[i] = low[offset + i];
      }
      solve(plane);
      addEnlarged(plane, 1, result, channel);
    }
    return result;
  }

  /**
   * x ← x − λ A⁺(A x − y), in place. With λ = 1 the result is the nearest picture to x that
   * degrades to y; what A cannot see is not touched.
   *
   * @param high x, channels × H × W; overwritten
   * @param low y, channels × h × w
   * @param strength λ in 0..1
   */
  public void project(float[] high, float[] low, int channels, double strength) {
    PlanarArrays.requireLength(high, channels, highHeight(), highWidth());
    PlanarArrays.requireLength(low, channels, lowHeight(), lowWidth());
    double[] plane = lowPlane();
    for (int channel = 0; channel < channels; channel++) {
      shrink(high, channel, plane);
      int offset = channel * plane.length;
      for (int i = 0; i < plane.length; i++) {
        plane[i] -= low[offset + i];
      }
      solve(plane);
      addEnlarged(plane, -strength, high, channel);
    }
  }

  /**
   * x ← x + Aᵀ(AAᵀ + ρI)⁻¹(y − A x), in place: the picture that minimises ‖y − A x'‖² + ρ‖x' − x‖²
   * (Zhu et al., "Denoising Diffusion Models for Plug-and-Play Image Restoration", 2023, eq. 10).
   * With ρ = 0 this is the projection.
   *
   * @param high x, channels × H × W; overwritten
   * @param low y, channels × h × w
   * @param rho variance of y's noise over that of x, at least 0
   */
  public void proximalStep(float[] high, float[] low, int channels, double rho) {
    PlanarArrays.requireLength(high, channels, highHeight(), highWidth());
    PlanarArrays.requireLength(low, channels, lowHeight(), lowWidth());
    if (!(rho >= 0)) {
      throw new IllegalArgumentException("rho is " + rho + "; it must be at least 0");
    }
    double[] plane = lowPlane();
    for (int channel = 0; channel < channels; channel++) {
      shrink(high, channel, plane);
      int offset = channel * plane.length;
      for (int i = 0; i < plane.length; i++) {
        plane[i] = low[offset + i] - plane[i];
      }
      ridge.solve(plane, rho);
      addEnlarged(plane, 1, high, channel);
    }
  }

  /**
   * ‖A x − y‖∞: how far the high-resolution picture is from explaining the low-resolution one.
   *
   * @param high x, channels × H × W
   * @param low y, channels × h × w
   * @return the largest absolute difference in units of the values; on [-1, 1] multiply by 127.5
   *     for units of 1/255 of the range
   */
  public double largestDeviation(float[] high, float[] low, int channels) {
    PlanarArrays.requireLength(high, channels, highHeight(), highWidth());
    PlanarArrays.requireLength(low, channels, lowHeight(), lowWidth());
    double[] plane = lowPlane();
    double largest = 0;
    for (int channel = 0; channel < channels; channel++) {
      shrink(high, channel, plane);
      int offset = channel * plane.length;
      for (int i = 0; i < plane.length; i++) {
        largest = Math.max(largest, Math.abs(plane[i] - low[offset + i]));
      }
    }
    return largest;
  }

  private double[] lowPlane() {
    return new double[Math.multiplyExact(lowHeight(), lowWidth())];
  }

  /** plane ← A x for one channel. */
  private void shrink(float[] high, int channel, double[] plane) {
    int offset = channel * highHeight() * highWidth();
    Bands.run(
        lowHeight(),
        BAND_ROWS,
        (from, to) -> {
          double[] combined = new double[highWidth()];
          for (int row = from; row < to; row++) {
            downVertical.combineRows(row, high, offset, combined);
            downHorizontal.filterRow(combined, plane, row * lowWidth());
          }
        });
  }

  /** plane ← (AAᵀ)⁻¹ plane. */
  private void solve(double[] plane) {
    Bands.run(
        lowHeight(),
        BAND_ROWS,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            gramHorizontal.solveRow(plane, row * lowWidth());
          }
        });
    Bands.run(
        lowWidth(),
        BAND_COLUMNS,
        (from, to) -> gramVertical.solveColumns(plane, lowWidth(), from, to));
  }

  /** x ← x + factor Aᵀ plane for one channel. */
  private void addEnlarged(double[] plane, double factor, float[] high, int channel) {
    int offset = channel * highHeight() * highWidth();
    Bands.run(
        highHeight(),
        BAND_ROWS,
        (from, to) -> {
          double[] combined = new double[lowWidth()];
          double[] filtered = new double[highWidth()];
          for (int row = from; row < to; row++) {
            upVertical.combineRows(row, plane, combined);
            upHorizontal.filterRow(combined, filtered, 0);
            int start = offset + row * highWidth();
            for (int x = 0; x < highWidth(); x++) {
              high[start + x] = (float) (high[start + x] + factor * filtered[x]);
            }
          }
        });
  }
}
