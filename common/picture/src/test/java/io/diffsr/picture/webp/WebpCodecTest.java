package io.diffsr.picture.webp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.picture.Orientation;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.Samples;
import io.diffsr.picture.png.PngFileBuilder;
import io.diffsr.testing.RandomPlanes;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebpCodecTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void losslessFilesAreReadExactly(boolean transparent) {
    float[] alpha = transparent ? ramp(32 * 24) : null;
    Picture picture =
        new Picture(32, 24, 3, RandomPlanes.of(1, 3 * 32 * 24), alpha, 8, null).quantised();
    Picture read = decode(WebpFileBuilder.lossless(picture));
    assertArrayEquals(picture.colour(), read.colour());
    assertArrayEquals(alpha, read.alpha());
  }

  /** Noise does not compress: the encoder then stores opacity in its plain form. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void opacityIsKeptExactly(boolean noise) {
    float[] alpha = ramp(32 * 24);
    if (noise) {
      float[] random = RandomPlanes.of(3, alpha.length);
      for (int i = 0; i < alpha.length; i++) {
        alpha[i] = Samples.opacityOfLevel(Samples.level(random[i], 8), 8);
      }
    }
    Picture picture = new Picture(32, 24, 3, new float[3 * 32 * 24], alpha, 8, null);
    Picture read = decode(PictureEncoder.encode(picture, PictureFormat.WEBP, 20));
    assertArrayEquals(alpha, read.alpha());
  }

  /** Stored: the left half black, the right half white, 32 × 16; where is white when upright? */
  @ParameterizedTest
  @CsvSource({
    "1, 32, 24, 8", "2, 32, 8, 8", "3, 32, 8, 8", "4, 32, 24, 8",
    "5, 16, 8, 24", "6, 16, 8, 24", "7, 16, 8, 8", "8, 16, 8, 8"
  })
  void theExifOrientationIsApplied(int orientation, int width, int whiteColumn, int whiteRow)
      throws IOException {
    float[] stored = new float[32 * 16];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = i % 32 < 16 ? -1 : 1;
    }
    byte[] file = PictureEncoder.encode(Picture.of(32, 16, 1, stored), PictureFormat.WEBP, 95);
    Picture picture =
        decode(WebpFileBuilder.withExif(file, 32, 16, PngFileBuilder.exif(orientation)));
    assertEquals(width, picture.width());
    assertEquals(48 - width, picture.height());
    assertEquals(1, picture.colour()[whiteRow * width + whiteColumn], 0.05);
    int black = (picture.height() - 1 - whiteRow) * width + width - 1 - whiteColumn;
    assertEquals(-1, picture.colour()[black], 0.05);
    byte[] again = PictureEncoder.encode(picture, PictureFormat.WEBP, 95);
    assertEquals(Orientation.UPRIGHT, PictureHeaderReader.read(again).orientation());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void samplesStayInTheColourSpaceOfTheProfile(boolean transparent) {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    float[] grey = new float[3 * 64];
    Arrays.fill(grey, -0.5f);
    float[] alpha = transparent ? ramp(64) : null;
    Picture read =
        decode(
            PictureEncoder.encode(
                new Picture(8, 8, 3, grey, alpha, 8, profile), PictureFormat.WEBP, 95));
    assertArrayEquals(profile, read.iccProfile());
    assertEquals(-0.5f, read.colour()[63], 0.02f);
    assertArrayEquals(alpha, read.alpha());
  }

  /** Odd sides and sides below a block of the format. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 40", "17, 3", "33, 31"})
  void everySizeIsKept(int width, int height) {
    Picture picture = Picture.of(width, height, 1, new float[width * height]);
    Picture read = decode(PictureEncoder.encode(picture, PictureFormat.WEBP, 92));
    assertEquals(width, read.width());
    assertEquals(height, read.height());
    assertEquals(0, read.colour()[width * height - 1], 0.02);
  }

  @Test
  void aSideThatTheFormatCannotHoldIsRefusedBeforeEncoding() {
    Picture wide = Picture.of(16_384, 1, 1, new float[16_384]);
    assertThrows(
        IllegalArgumentException.class, () -> PictureEncoder.encode(wide, PictureFormat.WEBP, 92));
    Picture widest = Picture.of(16_383, 1, 1, new float[16_383]);
    assertEquals(16_383, decode(PictureEncoder.encode(widest, PictureFormat.WEBP, 92)).width());
  }

  @Test
  void opaqueFilesHaveNoAlpha() {
    Picture picture = Picture.of(8, 8, 3, new float[3 * 64]);
    assertNull(decode(WebpFileBuilder.lossless(picture)).alpha());
    Picture clear = new Picture(8, 8, 3, new float[3 * 64], new float[64], 8, null);
    assertNotNull(decode(WebpFileBuilder.lossless(clear)).alpha());
  }

  private static float[] ramp(int size) {
    float[] alpha = new float[size];
    for (int i = 0; i < size; i++) {
      alpha[i] = Samples.opacityOfLevel(i * 37 % 256, 8);
    }
    return alpha;
  }

  private static Picture decode(byte[] file) {
    return PictureDecoder.decode(file, LIMITS);
  }
}
