package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.picture.Picture;
import io.diffsr.resample.Degradation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The method {@code pinv} from file to file. */
class PseudoInverseTest {
  @Test
  void aSoftPictureIsEnlargedByThePseudoInverseItself() {
    Picture input = TestRuns.picture(13, 9, 3, 0.4);
    UpscaleResult result = run(input, 35, 24);
    float[] expected = Degradation.of(24, 35, 9, 13).pseudoInverse(input.colour(), 3);
    assertArrayEquals(
        Picture.of(35, 24, 3, expected).quantised().colour(),
        TestRuns.decode(result.bytes()).colour());
    assertEquals("pinv", result.report().method());
    assertNull(result.report().model());
    assertEquals(0, result.report().networkCalls());
  }

  @ParameterizedTest
  @CsvSource({"35, 24", "13, 9", "52, 36", "40, 12"})
  void aPictureOfHardEdgesKeepsThePromiseToo(int width, int height) {
    Picture input = TestRuns.picture(13, 9, 3, 1);
    Double error = run(input, width, height).report().consistencyError();
    assertNotNull(error);
    assertTrue(error <= 1.5, error + " levels");
  }

  private static UpscaleResult run(Picture input, int width, int height) {
    return TestRuns.run(
        TestRuns.noModels(),
        TestRuns.spec(width, height).method("pinv").build(),
        TestRuns.png(input));
  }
}
