package io.diffsr.upscale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.model.DiffusionModel;
import io.diffsr.picture.Orientation;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.request.OutputFormat;
import io.diffsr.resample.Degradation;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a picture is stays what it was: size to the pixel, grey, opacity, depth, orientation. */
class PictureKindsTest {
  private static final DiffusionModel MODEL = TestRuns.gaussian(0, 0.2);

  /** 2.7 times odd sizes, a factor for each axis, and one axis kept. */
  @ParameterizedTest
  @CsvSource({
    "13, 9, 35, 24",
    "7, 11, 19, 30",
    "1, 1, 3, 3",
    "5, 3, 27, 4",
    "9, 8, 9, 31",
    "8, 8, 8, 8"
  })
  void theResultHasExactlyTheSizeThatWasAskedFor(int w, int h, int width, int height) {
    byte[] file = TestRuns.png(TestRuns.picture(w, h, 3, 0.7));
    for (String method : new String[] {"diff-sr", "nearest", "bicubic", "lanczos"}) {
      UpscaleResult result =
          TestRuns.run(
              TestRuns.only(MODEL), TestRuns.spec(width, height).method(method).build(), file);
      Picture output = TestRuns.decode(result.bytes());
      assertEquals(width, output.width(), method);
      assertEquals(height, output.height(), method);
      assertEquals(width, result.report().width(), method);
      assertEquals(height, result.report().height(), method);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"diff-sr", "bicubic"})
  void greyStaysGrey(String method) {
    Picture grey = TestRuns.picture(13, 9, 1, 0.7);
    UpscaleResult result = TestRuns.run(MODEL, TestRuns.spec(35, 24).method(method).build(), grey);
    Picture output = TestRuns.decode(result.bytes());
    assertEquals(1, output.channels());
    assertNull(output.alpha());
    if (method.equals("diff-sr")) {
      assertTrue(result.report().consistencyError() <= 1.5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void opacityIsEnlargedByThePlainFilter(int channels) {
    Picture input = faded(channels);
    UpscaleResult result = TestRuns.run(MODEL, TestRuns.spec(35, 24).build(), input);
    Picture output = TestRuns.decode(result.bytes());
    assertEquals(channels, output.channels());
    assertNotNull(output.alpha());
    float[] expected =
        Resampler.of(ResamplingKernel.BICUBIC, 9, 13, 24, 35).apply(input.alpha(), 1);
    for (int i = 0; i < expected.length; i++) {
      double within = Math.min(Math.max(expected[i], 0), 1);
      assertEquals(Math.round(255 * within) / 255.0, output.alpha()[i], 1e-6);
    }
  }

  /** Consistency concerns what is seen: colour times opacity. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aFadingPictureShrinksToTheInput(int channels) {
    UpscaleResult result = TestRuns.run(MODEL, TestRuns.spec(35, 24).build(), faded(channels));
    Picture input = faded(channels).premultiplied();
    Picture output = TestRuns.decode(result.bytes()).premultiplied();
    double levels =
        127.5 * Degradation.of(24, 35, 9, 13).largestDeviation(output.rgb(), input.rgb(), 3);
    assertNotNull(result.report().consistencyError());
    assertEquals(levels, result.report().consistencyError(), 1e-6);
    assertTrue(levels <= 1.5, levels + " levels");
  }

  @Test
  void sixteenBitsStaySixteen() {
    Picture soft = TestRuns.picture(13, 9, 3, 0.7);
    Picture deep = new Picture(13, 9, 3, soft.colour(), null, 16, null);
    UpscaleResult result = TestRuns.run(MODEL, TestRuns.spec(35, 24).build(), deep);
    assertEquals(16, TestRuns.decode(result.bytes()).bitDepth());
    // The rounding of 8 bits is gone, what is left is where the canvas was clipped.
    assertTrue(result.report().consistencyError() <= 0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"diff-sr", "nearest"})
  void theOrientationIsAppliedAndThenGone(String method) {
    // Stored 16 × 8, black left and white right; turned by a quarter, white is below.
    float[] stored = new float[16 * 8];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = i % 16 < 8 ? -1 : 1;
    }
    byte[] file =
        turned(PictureEncoder.encode(Picture.of(16, 8, 1, stored), PictureFormat.JPEG, 95));
    UpscaleResult result =
        TestRuns.run(
            TestRuns.only(MODEL),
            TestRuns.spec(20, 44).method(method).format(OutputFormat.JPEG).build(),
            file);
    assertEquals("image/jpeg", result.mediaType());
    assertEquals(Orientation.UPRIGHT, PictureHeaderReader.read(result.bytes()).orientation());
    Picture output = TestRuns.decode(result.bytes());
    assertEquals(20, output.width());
    assertEquals(44, output.height());
    assertEquals(-1, mean(output, 0, 15), 0.15);
    assertEquals(1, mean(output, 29, 44), 0.15);
  }

  @Test
  void aProfileTravelsAlong() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    Picture plain = TestRuns.picture(13, 9, 3, 0.7);
    Picture profiled = new Picture(13, 9, 3, plain.colour(), null, 8, profile);
    UpscaleResult result = TestRuns.run(MODEL, TestRuns.spec(35, 24).build(), profiled);
    assertArrayEquals(profile, TestRuns.decode(result.bytes()).iccProfile());
  }

  /** Opaque on the left, fading to nothing on the right. */
  private static Picture faded(int channels) {
    Picture opaque = TestRuns.picture(13, 9, channels, 0.8);
    float[] alpha = new float[13 * 9];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = Math.round(255 * Math.min(1, (12 - i % 13) / 8.0)) / 255f;
    }
    return new Picture(13, 9, channels, opaque.colour(), alpha, 8, null);
  }

  /** The file with an Exif segment that says: turn by a quarter, clockwise. */
  private static byte[] turned(byte[] jpeg) {
    byte[] tiff = {
      'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0
    };
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 10 + tiff.length);
    file.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) (8 + tiff.length));
    file.put("Exif\0\0".getBytes(ISO_8859_1)).put(tiff).put(jpeg, 2, jpeg.length - 2);
    return file.array();
  }

  private static double mean(Picture picture, int fromRow, int toRow) {
    return Arrays.stream(range(picture, fromRow, toRow)).average().orElseThrow();
  }

  private static double[] range(Picture picture, int fromRow, int toRow) {
    double[] values = new double[(toRow - fromRow) * picture.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = picture.colour()[fromRow * picture.width() + i];
    }
    return values;
  }
}
