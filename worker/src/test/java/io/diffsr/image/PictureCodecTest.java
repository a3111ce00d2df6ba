package io.diffsr.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.OutputFormat;
import io.diffsr.picture.PictureLimits;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureCodecTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);
  private static final int WIDTH = 13;
  private static final int HEIGHT = 7;

  @ParameterizedTest
  @CsvSource({
    "1, 8, false", "1, 16, false", "3, 8, false", "3, 16, false",
    "1, 8, true", "1, 16, true", "3, 8, true", "3, 16, true"
  })
  void pngGivesEverySampleBack(int channels, int bitDepth, boolean transparent) {
    Picture picture = picture(channels, bitDepth, transparent, null);
    Picture read = decode(PictureEncoder.encode(picture, OutputFormat.PNG, 92));
    assertEquals(channels, read.channels());
    assertEquals(bitDepth, read.bitDepth());
    assertEquals(WIDTH, read.width());
    assertArrayEquals(picture.colour(), read.colour());
    if (transparent) {
      assertArrayEquals(picture.alpha(), read.alpha());
    } else {
      assertNull(read.alpha());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theProfileTravelsThroughBothFormats(int channels) {
    int space = channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    byte[] profile = ICC_Profile.getInstance(space).getData();
    Picture picture = picture(channels, 8, false, profile);
    for (OutputFormat format : OutputFormat.values()) {
      Picture read = decode(PictureEncoder.encode(picture, format, 100));
      assertArrayEquals(profile, read.iccProfile());
      assertEquals(channels, read.channels());
    }
  }

  @Test
  void aProfileForAnotherKindOfColourIsDropped() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
    Picture picture = picture(3, 8, false, profile);
    for (OutputFormat format : OutputFormat.values()) {
      assertNull(decode(PictureEncoder.encode(picture, format, 90)).iccProfile());
    }
  }

  @Test
  void aLargeProfileIsSplitOverJpegSegments() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    byte[] large = Arrays.copyOf(profile, 150_000);
    Picture read =
        decode(PictureEncoder.encode(picture(3, 8, false, large), OutputFormat.JPEG, 90));
    assertArrayEquals(large, read.iccProfile());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void jpegOfTheBestQualityIsCloseToThePicture(int channels) {
    Picture picture = smooth(channels);
    Picture read = decode(PictureEncoder.encode(picture, OutputFormat.JPEG, 100));
    assertEquals(channels, read.channels());
    assertEquals(8, read.bitDepth());
    for (int i = 0; i < read.colour().length; i++) {
      assertEquals(picture.colour()[i], read.colour()[i], 4 / 127.5);
    }
  }

  @Test
  void jpegKeepsColourAtFullResolution() {
    float[] colour = new float[3 * 16 * 16];
    for (int i = 0; i < 256; i++) {
      boolean red = i % 2 == 0;
      colour[i] = red ? 0.5f : -0.5f;
      colour[256 + i] = 0;
      colour[512 + i] = red ? -0.5f : 0.5f;
    }
    Picture read =
        decode(PictureEncoder.encode(Picture.of(16, 16, 3, colour), OutputFormat.JPEG, 100));
    assertArrayEquals(colour, read.colour(), 0.06f);
  }

  @Test
  void lowerQualityMakesSmallerFiles() {
    Picture picture = Picture.of(64, 64, 3, Dense.randomPlanes(1, 3 * 64 * 64));
    int low = PictureEncoder.encode(picture, OutputFormat.JPEG, 20).length;
    int high = PictureEncoder.encode(picture, OutputFormat.JPEG, 95).length;
    assertTrue(2 * low < high, low + " and " + high + " bytes");
  }

  @Test
  void jpegLaysTransparencyOnWhite() {
    float[] black = new float[3 * 64];
    Arrays.fill(black, -1);
    Picture hidden = new Picture(8, 8, 3, black, new float[64], 8, null);
    for (float value : decode(PictureEncoder.encode(hidden, OutputFormat.JPEG, 95)).colour()) {
      assertEquals(1, value, 0.02);
    }
  }

  @Test
  void theSamePictureGivesTheSameBytes() {
    Picture picture = picture(3, 8, true, ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
    for (OutputFormat format : OutputFormat.values()) {
      assertArrayEquals(
          PictureEncoder.encode(picture, format, 80), PictureEncoder.encode(picture, format, 80));
    }
  }

  @Test
  void valuesOutsideTheRangeAreClipped() {
    Picture picture = Picture.of(2, 1, 1, new float[] {-7, 7});
    assertArrayEquals(
        new float[] {-1, 1}, decode(PictureEncoder.encode(picture, OutputFormat.PNG, 92)).colour());
  }

  private static Picture decode(byte[] file) {
    return PictureDecoder.decode(file, LIMITS);
  }

  private static Picture picture(int channels, int bitDepth, boolean transparent, byte[] profile) {
    int maximum = Samples.maximum(bitDepth);
    float[] colour = Dense.randomPlanes(4, channels * HEIGHT * WIDTH);
    float[] alpha = transparent ? new float[HEIGHT * WIDTH] : null;
    for (int i = 0; i < HEIGHT * WIDTH && transparent; i++) {
      alpha[i] = Samples.opacityOfLevel(i * 719 % (maximum + 1), bitDepth);
    }
    Picture exact = new Picture(WIDTH, HEIGHT, channels, colour, alpha, bitDepth, profile);
    return exact.quantised();
  }

  private static Picture smooth(int channels) {
    float[] colour = new float[channels * 24 * 24];
    for (int i = 0; i < colour.length; i++) {
      double phase = Math.floorDiv(i, 576) + i % 24 / 9.0;
      int row = i / 24 % 24;
      colour[i] = (float) (0.8 * Math.sin(phase) * Math.cos(row / 11.0));
    }
    return Picture.of(24, 24, channels, colour);
  }
}
