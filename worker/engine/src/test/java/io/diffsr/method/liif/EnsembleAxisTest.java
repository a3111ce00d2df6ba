package io.diffsr.method.liif;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnsembleAxisTest {
  /** As LIIF's query_rgb has it: shifted, clamped, and sampled by grid_sample to the nearest. */
  @ParameterizedTest
  @CsvSource({"9, 24", "9, 9", "9, 18", "10, 27", "1, 5", "2, 32", "13, 40", "48, 192", "100, 101"})
  void thePlacesAreThoseThatLiifLooksUp(int places, int points) {
    EnsembleAxis axis = new EnsembleAxis(places, points);
    for (int point = 0; point < points; point++) {
      double coordinate = (2.0 * point + 1) / points - 1;
      for (int side = 0; side < 2; side++) {
        double shifted = coordinate + (2 * side - 1.0) / places + 1e-6;
        double clamped = Math.min(Math.max(shifted, -1 + 1e-6), 1 - 1e-6);
        int nearest = (int) Math.rint(((clamped + 1) * places - 1) / 2);
        assertEquals(nearest, axis.place(point, side), "point " + point + ", side " + side);
        double middle = (2.0 * nearest + 1) / places - 1;
        assertEquals((coordinate - middle) * places, axis.distance(point, nearest), 1e-9);
      }
    }
    assertEquals(2.0 * places / points, axis.cell(Double.POSITIVE_INFINITY), 1e-12);
  }
}
