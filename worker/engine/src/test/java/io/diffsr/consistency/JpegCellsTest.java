package io.diffsr.consistency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.picture.Orientation;
import io.diffsr.picture.Picture;
import io.diffsr.picture.jpeg.JpegCoefficients;
import io.diffsr.picture.jpeg.JpegEncoder;
import io.diffsr.testing.RandomPlanes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegCellsTest {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;

  /** Encoders compute in whole numbers, hence not quite what the standard says. */
  @ParameterizedTest
  @CsvSource({"50, true, 3", "75, true, 3", "96, true, 3", "75, false, 3", "90, false, 1"})
  void whatWasCodedLiesInItsCells(int quality, boolean halvedColour, int channels) {
    Picture picture = soft(channels);
    CellDeparture departure = cells(picture, quality, halvedColour).departure(picture.rgb());
    assertTrue(departure.shareOutside() < 0.06, departure::toString);
    assertTrue(departure.largestExcess() < 0.8, departure::toString);
  }

  @ParameterizedTest
  @CsvSource({"50, true, 3", "75, true, 3", "96, true, 3", "75, false, 3", "90, false, 1"})
  void theNearestPictureLiesInEveryCell(int quality, boolean halvedColour, int channels) {
    JpegCells cells = cells(soft(channels), quality, halvedColour);
    float[] other = RandomPlanes.of(5, 3 * HEIGHT * WIDTH);
    assertTrue(cells.departure(other).shareOutside() > 0.1);
    float[] nearest = cells.nearest(other);
    assertEquals(0, cells.departure(nearest).outside());
    assertTrue(cells.holds(nearest));
  }

  /** Within its cells a picture is as the file has it; no nearer one is looked for. */
  @Test
  void aPictureWellWithinItsCellsIsLeftAlone() {
    JpegCells cells = cells(soft(3), 30, false);
    float[] inside = cells.nearest(RandomPlanes.of(5, 3 * HEIGHT * WIDTH));
    float[] again = cells.nearest(inside);
    for (int i = 0; i < inside.length; i++) {
      assertEquals(inside[i], again[i], 1e-3, "at " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"MIRRORED", "TRANSPOSED", "QUARTER_TURN_LEFT", "TRANSVERSED"})
  void thePictureMayBeStoredInAnotherOrientation(Orientation orientation) {
    Picture stored = soft(3);
    JpegCoefficients file = JpegCoefficients.of(JpegEncoder.encode(stored, 75, true)).orElseThrow();
    int width = orientation.swapsAxes() ? HEIGHT : WIDTH;
    float[] upright = new float[stored.colour().length];
    int pixels = WIDTH * HEIGHT;
    for (int i = 0; i < upright.length; i++) {
      int pixel = i % pixels;
      upright[i] =
          stored
              .colour()[
              i / pixels * pixels
                  + orientation.storedIndex(pixel % width, pixel / width, WIDTH, HEIGHT)];
    }
    assertTrue(new JpegCells(file, orientation).departure(upright).shareOutside() < 0.03);
    assertTrue(
        new JpegCells(file, Orientation.UPSIDE_DOWN).departure(upright).shareOutside() > 0.03);
  }

  private static JpegCells cells(Picture picture, int quality, boolean halvedColour) {
    byte[] file = JpegEncoder.encode(picture, quality, halvedColour);
    return new JpegCells(JpegCoefficients.of(file).orElseThrow(), Orientation.UPRIGHT);
  }

  private static Picture soft(int channels) {
    float[] colour = new float[channels * HEIGHT * WIDTH];
    for (int i = 0; i < colour.length; i++) {
      int x = i % WIDTH;
      int y = i / WIDTH % HEIGHT;
      int channel = i / (WIDTH * HEIGHT);
      colour[i] =
          (float) (0.5 * Math.sin(0.31 * x + 0.4 * channel) * Math.cos(0.23 * y) + 0.004 * x - 0.1);
    }
    return Picture.of(WIDTH, HEIGHT, channels, colour).quantised();
  }
}
