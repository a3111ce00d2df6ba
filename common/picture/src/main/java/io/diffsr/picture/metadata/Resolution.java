package io.diffsr.picture.metadata;

import io.diffsr.picture.PictureWarning;
import java.util.Optional;

/**
 * How many pixels a picture has per inch where it is printed.
 *
 * @param horizontal along a row, above 0
 * @param vertical along a column, above 0
 */
public record Resolution(double horizontal, double vertical) {
  private static final double CENTIMETRES_PER_INCH = 2.54;
  private static final double INCHES_PER_METRE = 100 / CENTIMETRES_PER_INCH;
  private static final double MOST = 1e6;

  /** Formats round to whole numbers of other units, by less than this. */
  private static final double ROUNDING = 0.02;

  /** From pixels per inch; empty where they make no sense. */
  public static Optional<Resolution> perInch(double horizontal, double vertical) {
    boolean sensible = horizontal > 0 && vertical > 0 && horizontal <= MOST && vertical <= MOST;
    return sensible
        ? Optional.of(new Resolution(whole(horizontal), whole(vertical)))
        : Optional.empty();
  }

  /** From pixels per centimetre. */
  public static Optional<Resolution> perCentimetre(double horizontal, double vertical) {
    return perInch(horizontal * CENTIMETRES_PER_INCH, vertical * CENTIMETRES_PER_INCH);
  }

  /** From pixels per metre. */
  public static Optional<Resolution> perMetre(double horizontal, double vertical) {
    return perInch(horizontal / INCHES_PER_METRE, vertical / INCHES_PER_METRE);
  }

  /** What is said of a file that tells the shape of its pixels and no size. */
  public static PictureWarning shapeAlone() {
    return new PictureWarning(
        PictureWarning.Code.RESOLUTION_UNKNOWN,
        "the file says that its pixels are not square, and no size: the result's are square");
  }

  /** Pixels per metre along a row, rounded. */
  public int horizontalPerMetre() {
    return (int) Math.max(1, Math.round(horizontal * INCHES_PER_METRE));
  }

  /** Pixels per metre along a column, rounded. */
  public int verticalPerMetre() {
    return (int) Math.max(1, Math.round(vertical * INCHES_PER_METRE));
  }

  /** Of the same picture turned by a quarter. */
  public Resolution turned() {
    return new Resolution(/* horizontal= */ vertical, /* vertical= */ horizontal);
  }

  private static double whole(double value) {
    long nearest = Math.round(value);
    return Math.abs(value - nearest) < ROUNDING && nearest > 0 ? nearest : value;
  }
}
