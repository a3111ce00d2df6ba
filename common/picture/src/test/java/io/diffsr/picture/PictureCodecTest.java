package io.diffsr.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.testing.RandomPlanes;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PictureCodecTest {
  private static final List<PictureFormat> WRITTEN =
      List.of(PictureFormat.PNG, PictureFormat.JPEG, PictureFormat.WEBP, PictureFormat.TIFF);
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);
  private static final int WIDTH = 13;
  private static final int HEIGHT = 7;

  @ParameterizedTest
  @CsvSource({
    "PNG, 1, 8, false", "PNG, 1, 16, false", "PNG, 3, 8, false", "PNG, 3, 16, false",
    "PNG, 1, 8, true", "PNG, 1, 16, true", "PNG, 3, 8, true", "PNG, 3, 16, true",
    "TIFF, 1, 8, false", "TIFF, 1, 16, false", "TIFF, 3, 8, false", "TIFF, 3, 16, false",
    "TIFF, 1, 8, true", "TIFF, 1, 16, true", "TIFF, 3, 8, true", "TIFF, 3, 16, true"
  })
  void losslessFormatsGiveEverySampleBack(
      PictureFormat format, int channels, int bitDepth, boolean transparent) {
    Picture picture = picture(channels, bitDepth, transparent, null);
    Picture read = decode(PictureEncoder.encode(picture, format, 92));
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

  /** What each format keeps of a picture of 16 bits with a profile, with and without alpha. */
  @ParameterizedTest
  @CsvSource({
    // written: grey?, alpha? -> read: channels, bits, alpha?, profile?
    "PNG, true, false, 1, 16, false, true",
    "PNG, true, true, 1, 16, true, true",
    "PNG, false, false, 3, 16, false, true",
    "PNG, false, true, 3, 16, true, true",
    "TIFF, true, false, 1, 16, false, true",
    "TIFF, true, true, 1, 16, true, true",
    "TIFF, false, false, 3, 16, false, true",
    "TIFF, false, true, 3, 16, true, true",
    "JPEG, true, false, 1, 8, false, true",
    "JPEG, true, true, 1, 8, false, true",
    "JPEG, false, false, 3, 8, false, true",
    "JPEG, false, true, 3, 8, false, true",
    "WEBP, true, false, 3, 8, false, true",
    "WEBP, true, true, 3, 8, true, true",
    "WEBP, false, false, 3, 8, false, true",
    "WEBP, false, true, 3, 8, true, true"
  })
  void whatIsKept(
      PictureFormat format,
      boolean grey,
      boolean transparent,
      int channels,
      int bitDepth,
      boolean alpha,
      boolean profiled) {
    int space = grey ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    byte[] profile = ICC_Profile.getInstance(space).getData();
    Picture picture = picture(grey ? 1 : 3, 16, transparent, profile);
    Picture read = decode(PictureEncoder.encode(picture, format, 100));
    assertEquals(WIDTH, read.width());
    assertEquals(HEIGHT, read.height());
    assertEquals(channels, read.channels());
    assertEquals(bitDepth, read.bitDepth());
    assertEquals(alpha, read.alpha() != null);
    // Greyscale is stored as colour in this format, and so is its curve.
    byte[] kept =
        grey && format == PictureFormat.WEBP
            ? MatrixProfile.ofGrey(profile).orElseThrow()
            : profile;
    assertArrayEquals(profiled ? kept : null, read.iccProfile());
  }

  @Test
  void aProfileForAnotherKindOfColourIsDropped() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
    Picture picture = picture(3, 8, false, profile);
    for (PictureFormat format : WRITTEN) {
      assertNull(decode(PictureEncoder.encode(picture, format, 90)).iccProfile());
    }
  }

  @Test
  void aLargeProfileIsSplitOverJpegSegments() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    byte[] large = Arrays.copyOf(profile, 150_000);
    Picture read =
        decode(PictureEncoder.encode(picture(3, 8, false, large), PictureFormat.JPEG, 90));
    assertArrayEquals(large, read.iccProfile());
  }

  @ParameterizedTest
  @CsvSource({"JPEG, 1, 4", "JPEG, 3, 4", "WEBP, 1, 4", "WEBP, 3, 8"})
  void lossyFormatsOfTheBestQualityAreCloseToThePicture(
      PictureFormat format, int channels, int levels) {
    Picture picture = smooth(channels);
    Picture read = decode(PictureEncoder.encode(picture, format, 100));
    assertArrayEquals(picture.rgb(), read.rgb(), levels / 127.5f);
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
        decode(PictureEncoder.encode(Picture.of(16, 16, 3, colour), PictureFormat.JPEG, 100));
    assertArrayEquals(colour, read.colour(), 0.06f);
  }

  @ParameterizedTest
  @EnumSource(names = {"JPEG", "WEBP"})
  void lowerQualityMakesSmallerFiles(PictureFormat format) {
    Picture picture = Picture.of(64, 64, 3, RandomPlanes.of(1, 3 * 64 * 64));
    int low = PictureEncoder.encode(picture, format, 20).length;
    int high = PictureEncoder.encode(picture, format, 95).length;
    assertTrue(2 * low < high, low + " and " + high + " bytes");
  }

  @Test
  void jpegLaysTransparencyOnWhite() {
    float[] black = new float[3 * 64];
    Arrays.fill(black, -1);
    Picture hidden = new Picture(8, 8, 3, black, new float[64], 8, null);
    for (float value : decode(PictureEncoder.encode(hidden, PictureFormat.JPEG, 95)).colour()) {
      assertEquals(1, value, 0.02);
    }
  }

  /** Also where a worker writes and reads several pictures at a time. */
  @ParameterizedTest
  @EnumSource(names = {"PNG", "JPEG", "WEBP", "TIFF"})
  void theSamePictureGivesTheSameBytes(PictureFormat format) {
    Picture picture = picture(3, 8, true, ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
    byte[] file = PictureEncoder.encode(picture, format, 80);
    float[] colour = decode(file).colour();
    IntStream.range(0, 64)
        .parallel()
        .forEach(
            run -> {
              assertArrayEquals(file, PictureEncoder.encode(picture, format, 80));
              assertArrayEquals(colour, decode(file).colour());
            });
  }

  @Test
  void valuesOutsideTheRangeAreClipped() {
    Picture picture = Picture.of(2, 1, 1, new float[] {-7, 7});
    assertArrayEquals(
        new float[] {-1, 1},
        decode(PictureEncoder.encode(picture, PictureFormat.PNG, 92)).colour());
  }

  private static Picture decode(byte[] file) {
    return PictureDecoder.decode(file, LIMITS);
  }

  private static Picture picture(int channels, int bitDepth, boolean transparent, byte[] profile) {
    int maximum = Samples.maximum(bitDepth);
    float[] colour = RandomPlanes.of(4, channels * HEIGHT * WIDTH);
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

  @ParameterizedTest
  @EnumSource(names = {"PNG", "JPEG", "WEBP", "TIFF"})
  void encodingEndsWithWhatItsInterruptionThrows(PictureFormat format) {
    // Several strips of a TIFF.
    Picture picture = Picture.of(320, 300, 3, RandomPlanes.of(4, 3 * 320 * 300)).quantised();
    AtomicInteger checks = new AtomicInteger();
    Interruption second =
        () -> {
          if (checks.incrementAndGet() == 2) {
            throw new CancellationException("stop");
          }
        };
    assertThrows(
        CancellationException.class,
        () -> PictureEncoder.encode(picture, PictureMetadata.NONE, format, 90, second));
  }
}
