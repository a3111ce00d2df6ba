package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.UpscaleReport;
import io.diffsr.model.DiffusionModel;
import io.diffsr.picture.jpeg.JpegEncoder;
import io.diffsr.request.Consistency;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JPEG file says of its original is kept, and no more than that. */
class JpegInputTest {
  private static final DiffusionModel MODEL = TestRuns.gaussian(0.1, 0.2);

  @ParameterizedTest
  @CsvSource({"60, true, 3", "75, true, 3", "90, true, 3", "75, false, 3", "75, false, 1"})
  void theResultShrunkAndCodedGivesTheInputsCoefficients(
      int quality, boolean halvedColour, int channels) {
    UpscaleReport report = report(file(quality, halvedColour, channels), Consistency.AUTO);
    assertNull(report.consistencyError());
    assertTrue(report.coefficientsOutside() < 0.002, report::toString);
    assertTrue(report.largestExcess() < 0.25, report::toString);
    assertTrue(report.warnings().isEmpty());
  }

  @Test
  void pixelsCountWhereTheJobSaysSo() {
    UpscaleReport report = report(file(75, true, 3), Consistency.PROJECT);
    assertNull(report.coefficientsOutside());
    assertTrue(report.consistencyError() <= 1.5);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 6, 8})
  void theExifOrientationTurnsTheCellsAsWell(int orientation) {
    byte[] turned = turned(file(75, true, 3), orientation);
    boolean swapped = orientation > 4;
    UpscaleReport report =
        TestRuns.run(
                TestRuns.only(MODEL),
                TestRuns.spec(swapped ? 56 : 81, swapped ? 81 : 56)
                    .consistency(Consistency.AUTO)
                    .build(),
                turned)
            .report();
    assertTrue(report.coefficientsOutside() < 0.002, report::toString);
  }

  /** Such a file has no cells that are known here; the result agrees with its pixels. */
  @Test
  void otherColoursFallBackToPixelsWithAWarning() {
    byte[] adobe = {
      (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    byte[] file = file(75, false, 3);
    // JFIF's segment, which would count before Adobe's, becomes another's.
    file[6] = 'X';
    UpscaleReport report = report(inserted(file, adobe), Consistency.AUTO);
    assertNull(report.coefficientsOutside());
    assertNotNull(report.consistencyError());
    assertEquals(1, report.warnings().size());
    assertTrue(report.warnings().get(0).text().contains("pixels"));
  }

  private static UpscaleReport report(byte[] file, Consistency consistency) {
    return TestRuns.run(
            TestRuns.only(MODEL), TestRuns.spec(81, 56).consistency(consistency).build(), file)
        .report();
  }

  private static byte[] file(int quality, boolean halvedColour, int channels) {
    return JpegEncoder.encode(TestRuns.picture(37, 25, channels, 0.6), quality, halvedColour);
  }

  private static byte[] turned(byte[] file, int orientation) {
    byte[] head = "\u00e1\0\"Exif\0\0MM\0*\0\0\0\u0008".getBytes(StandardCharsets.ISO_8859_1);
    byte[] segment = new byte[36];
    segment[0] = (byte) 0xFF;
    System.arraycopy(head, 0, segment, 1, head.length);
    // One entry: tag 0x0112, SHORT, one value.
    byte[] directory = {0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0};
    System.arraycopy(directory, 0, segment, 1 + head.length, directory.length);
    return inserted(file, segment);
  }

  private static byte[] inserted(byte[] file, byte[] segment) {
    byte[] whole = new byte[file.length + segment.length];
    System.arraycopy(file, 0, whole, 0, 2);
    System.arraycopy(segment, 0, whole, 2, segment.length);
    System.arraycopy(file, 2, whole, 2 + segment.length, file.length - 2);
    return whole;
  }
}
