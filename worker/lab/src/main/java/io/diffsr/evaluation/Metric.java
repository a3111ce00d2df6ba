package io.diffsr.evaluation;

import io.diffsr.request.WireName;

/** What is measured about restored pictures, in the order of the report. */
public enum Metric implements WireName {
  PSNR_RGB(
      "PSNR, RGB (dB)",
      2,
      true,
      "10 log₁₀(255²/MSE) over all three channels, ⌈scale⌉ pixels left out along each edge."),
  PSNR_Y("PSNR, Y (dB)", 2, true, "The same on BT.601 luma (16..235)."),
  SSIM(
      "SSIM, Y",
      4,
      true,
      "Mean structural similarity on luma, Gaussian windows of 11 × 11 with σ = 1.5, same border."),
  CONSISTENCY_PSNR(
      "Consistency PSNR (dB)",
      2,
      true,
      "PSNR of the result, shrunk again by A, against the low-resolution input."),
  LARGEST_CONSISTENCY_ERROR(
      "Largest consistency error (levels)",
      2,
      false,
      "‖A·output − y‖∞ in units of 1/255, of the worst picture; where the method enforces consistency, at most 1.5."),
  COEFFICIENTS_OUTSIDE(
      "JPEG coefficients outside (%)",
      3,
      false,
      "Share of the input's coefficients that the result, shrunk and coded like it, gives otherwise."),
  INCEPTION_MIXED4_DISTANCE(
      "Inception-mixed4 distance",
      2,
      false,
      "Squared Fréchet distance between the features of the results and of the originals. It is not"
          + " FID: the layer is another and the pictures are few, which biases it upward; compare"
          + " only figures of equal n."),
  PSNR_UINT8_WRAPPED(
      "psnr_uint8_wrapped (dB)",
      2,
      true,
      "Wrong on purpose: the PSNR whose differences and squares wrap around in 8-bit integers, as"
          + " some published tables have it. It cannot fall below 24.2 dB. Not a measure of"
          + " quality."),
  START_PERCENT("Start t* (% of T)", 1, false, "Mean noise level of the start."),
  NETWORK_CALLS("Network calls", 1, false, "Tile-sized network calls per picture."),
  SECONDS("Seconds", 2, false, "Wall-clock seconds per picture on this machine.");

  private final String title;
  private final int digits;
  private final boolean moreIsBetter;
  private final String explanation;

  Metric(String title, int digits, boolean moreIsBetter, String explanation) {
    this.title = title;
    this.digits = digits;
    this.moreIsBetter = moreIsBetter;
    this.explanation = explanation;
  }

  /** The heading of its table. */
  public String title() {
    return title;
  }

  /** Digits after the point that mean something. */
  public int digits() {
    return digits;
  }

  /** Whether a larger value is a better one. */
  public boolean moreIsBetter() {
    return moreIsBetter;
  }

  /** Whether it is about quality at all, so that there is a best. */
  boolean quality() {
    return compareTo(PSNR_UINT8_WRAPPED) < 0;
  }

  /** What it is, in a sentence or two. */
  public String explanation() {
    return explanation;
  }
}
