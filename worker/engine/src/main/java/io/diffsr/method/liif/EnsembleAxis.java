package io.diffsr.method.liif;

/**
 * Which two places of a feature map the points of a result are asked of along one axis, and how far
 * they are from them. LIIF's local ensemble takes the places on both sides of a point; beyond the
 * outermost, both are the outermost itself. A place is 2 wide, as in LIIF.
 */
final class EnsembleAxis {
  /** LIIF's eps_shift, of a picture that is 2 wide: decides on which side a place's middle is. */
  private static final double SHIFT = 1e-6;

  private final int places;
  private final double placesPerPoint;

  /**
   * @param places of the feature map, at least 1
   * @param points of the result, at least 1
   */
  EnsembleAxis(int places, int points) {
    this.places = places;
    this.placesPerPoint = (double) places / points;
  }

  /**
   * The place on one side of a point, in 0..places-1.
   *
   * @param side 0 before the point, 1 behind it
   */
  int place(int point, int side) {
    int before = (int) Math.floor(position(point) + SHIFT * places / 2);
    return Math.min(Math.max(before + side, 0), places - 1);
  }

  /** From the middle of a place to a point. */
  double distance(int point, int place) {
    return 2 * (position(point) - place);
  }

  /**
   * How much the answer of one side counts: as much as the point is far from the other side. LIIF's
   * areas (eq. 4) are products of these, but for points straight above or beside an outermost
   * middle, where all of its areas are 0.
   */
  double weight(int point, int side) {
    double own = Math.abs(distance(point, place(point, side)));
    double other = Math.abs(distance(point, place(point, 1 - side)));
    return own + other == 0 ? 0.5 : other / (own + other);
  }

  /** Size of a point's pixel; for scales beyond the largest, of a pixel of the largest. */
  double cell(double largestScale) {
    return 2 * Math.max(placesPerPoint, 1 / largestScale);
  }

  /** Where a point is, in places from the middle of the first. */
  private double position(int point) {
    return (point + 0.5) * placesPerPoint - 0.5;
  }
}
