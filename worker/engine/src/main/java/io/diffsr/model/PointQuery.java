package io.diffsr.model;

/** A network that answers for single points. Safe for use by several threads. */
@FunctionalInterface
public interface PointQuery {
  /**
   * One network call.
   *
   * @param points how many
   * @param features of the place each point is asked of, points × values per place
   * @param coordinates from the middle of that place to the point, points × 2, row before column; a
   *     place is 2 wide
   * @param cells size of the pixel around the point in the same measure, points × 2
   * @return red, green and blue in the network's own range, points × 3, in a new array
   * @throws ModelException of kind {@code FAILED}
   */
  float[] colours(int points, float[] features, float[] coordinates, float[] cells);
}
