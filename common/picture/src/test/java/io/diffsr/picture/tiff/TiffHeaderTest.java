package io.diffsr.picture.tiff;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.TOO_MANY_PIXELS;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.picture.Orientation;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureException.Kind;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.picture.PictureLimits;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffHeaderTest {
  private static final PictureLimits LIMITS = new PictureLimits(20_000, 2000, 4000);
  private static final int PIXEL_BYTES = 3 * 50 * 40;

  @ParameterizedTest
  @CsvSource({
    // photometric, bits, samples, extra: channels, alpha
    "0, 1, 1, -1, 1, false",
    "1, 2, 1, -1, 1, false",
    "1, 4, 1, -1, 1, false",
    "0, 8, 1, -1, 1, false",
    "1, 16, 1, -1, 1, false",
    "1, 16, 2, 2, 1, true",
    "2, 8, 3, -1, 3, false",
    "2, 8, 4, 1, 3, true",
    "2, 8, 4, 2, 3, true",
    "2, 8, 4, 0, 3, false",
    "2, 8, 4, -1, 3, true",
    "2, 16, 4, 2, 3, true",
    "3, 4, 1, -1, 3, false"
  })
  void everyKindIsRead(
      int photometric, int bits, int samples, int extra, int channels, boolean alpha) {
    TiffBytes file =
        TiffBytes.rgb(20, 10)
            .with(TiffTags.PHOTOMETRIC, photometric)
            .with(TiffTags.BITS_PER_SAMPLE, filled(bits, samples))
            .with(TiffTags.SAMPLES_PER_PIXEL, samples)
            .with(TiffTags.COLOUR_MAP, new long[3 << Math.min(bits, 8)]);
    if (extra >= 0) {
      file.with(TiffTags.EXTRA_SAMPLES, extra);
    }
    file.with(TiffTags.STRIP_BYTE_COUNTS, 20 * 10 * 8);
    assertEquals(
        new PictureHeader(PictureFormat.TIFF, 20, 10, channels, bits, alpha, Orientation.UPRIGHT),
        PictureHeaderReader.admit(file.file(20 * 10 * 8), LIMITS));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOrientationIsRead(int orientation) {
    byte[] file = TiffBytes.rgb(50, 40).with(TiffTags.ORIENTATION, orientation).file(PIXEL_BYTES);
    PictureHeader header = PictureHeaderReader.admit(file, LIMITS);
    assertEquals(orientation, header.orientation().exifValue());
    assertEquals(orientation >= 5 ? 40 : 50, header.width());
  }

  @Test
  void aHugePictureIsRefusedByItsHeaderAlone() {
    assertEquals(TOO_MANY_PIXELS, refusal(TiffBytes.rgb(60_000, 60_000).file(0)));
    assertEquals(TOO_MANY_PIXELS, refusal(TiffBytes.rgb(2001, 1).file(0)));
  }

  @Test
  void severalPagesAreRefusedAndPreviewsPassedOver() {
    assertEquals(UNSUPPORTED, refusal(TiffBytes.rgb(50, 40).directory(9, 9).file(PIXEL_BYTES)));
    byte[] preview =
        TiffBytes.rgb(50, 40).directory(9, 9).with(TiffTags.SUBFILE_TYPE, 1).file(PIXEL_BYTES);
    assertEquals(50, PictureHeaderReader.admit(preview, LIMITS).width());
    assertEquals(
        UNSUPPORTED,
        refusal(TiffBytes.rgb(50, 40).with(TiffTags.SUBFILE_TYPE, 1).file(PIXEL_BYTES)));
  }

  @Test
  void directoriesInACircleAreCorrupt() {
    byte[] file =
        TiffBytes.rgb(50, 40).directory(9, 9).with(TiffTags.SUBFILE_TYPE, 1).file(PIXEL_BYTES);
    // The last directory's pointer: to itself, which is a preview.
    int second = 8 + PIXEL_BYTES + 6 + 7 * 12 + 12;
    int pointer = second + 2 + 8 * 12;
    file[pointer + 2] = (byte) (second >> 8);
    file[pointer + 3] = (byte) second;
    assertEquals(CORRUPT, refusal(file));
  }

  @ParameterizedTest
  @CsvSource({
    "259, 7", "259, 4", "262, 5", "262, 6", "262, 8", "277, 5", "266, 2", "339, 3", "258, 12",
    "258, 32"
  })
  void variantsThatAreNotReadAreRefused(int tag, int value) {
    assertEquals(UNSUPPORTED, refusal(TiffBytes.rgb(50, 40).with(tag, value).file(PIXEL_BYTES)));
  }

  @Test
  void samplesOfDifferentDepthAreRefused() {
    assertEquals(
        UNSUPPORTED,
        refusal(TiffBytes.rgb(50, 40).with(TiffTags.BITS_PER_SAMPLE, 5, 6, 5).file(PIXEL_BYTES)));
  }

  @Test
  void floatingPointDifferencesAreRefused() {
    TiffBytes file = TiffBytes.rgb(50, 40).with(TiffTags.COMPRESSION, 8);
    assertEquals(UNSUPPORTED, refusal(file.with(TiffTags.PREDICTOR, 3).file(PIXEL_BYTES)));
  }

  @Test
  void bigTiffIsRefusedByName() {
    byte[] file = TiffBytes.rgb(50, 40).file(PIXEL_BYTES);
    file[3] = 43;
    assertEquals(UNSUPPORTED, refusal(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 257, 262, 273})
  void fieldsThatAreMissingMakeTheFileCorrupt(int tag) {
    assertEquals(CORRUPT, refusal(TiffBytes.rgb(50, 40).without(tag).file(PIXEL_BYTES)));
  }

  @Test
  void fieldsThatMakeNoSenseMakeTheFileCorrupt() {
    assertEquals(CORRUPT, refusal(with(TiffTags.WIDTH, 0)));
    assertEquals(CORRUPT, refusal(with(TiffTags.HEIGHT, 0xFFFFFFFFL)));
    assertEquals(CORRUPT, refusal(with(TiffTags.SAMPLES_PER_PIXEL, 2)));
    assertEquals(CORRUPT, refusal(with(TiffTags.ROWS_PER_STRIP, 0)));
    assertEquals(CORRUPT, refusal(with(TiffTags.ROWS_PER_STRIP, 10)));
    assertEquals(CORRUPT, refusal(with(TiffTags.STRIP_OFFSETS, 4_000_000_000L)));
    assertEquals(CORRUPT, refusal(with(TiffTags.STRIP_BYTE_COUNTS, PIXEL_BYTES - 1)));
  }

  /** As libtiff does: the strips are as long as their pixels, which must be there. */
  @Test
  void lengthsOfStripsThatAreMissingFollowFromThePicture() {
    TiffBytes file = TiffBytes.rgb(50, 40).without(TiffTags.STRIP_BYTE_COUNTS);
    PictureHeaderReader.verifyComplete(file.file(PIXEL_BYTES));
    PictureHeaderReader.verifyComplete(with(TiffTags.STRIP_BYTE_COUNTS, 0));
    assertEquals(CORRUPT, refusal(file.file(PIXEL_BYTES / 2)));
  }

  @Test
  void aPaletteOfTheWrongSizeIsCorrupt() {
    byte[] file =
        TiffBytes.rgb(50, 40)
            .with(TiffTags.PHOTOMETRIC, 3)
            .with(TiffTags.SAMPLES_PER_PIXEL, 1)
            .with(TiffTags.BITS_PER_SAMPLE, 8)
            .with(TiffTags.COLOUR_MAP, 1, 2, 3)
            .file(PIXEL_BYTES);
    assertEquals(CORRUPT, refusal(file));
  }

  /** A thousand strips that share their bytes would decode to a thousand times the file. */
  @Test
  void stripsThatShareTheirBytesAreCorrupt() {
    byte[] file =
        TiffBytes.rgb(50, 40)
            .with(TiffTags.COMPRESSION, 8)
            .with(TiffTags.ROWS_PER_STRIP, 1)
            .with(TiffTags.STRIP_OFFSETS, filled(8, 40))
            .with(TiffTags.STRIP_BYTE_COUNTS, filled(PIXEL_BYTES, 40))
            .file(PIXEL_BYTES);
    assertEquals(CORRUPT, refusal(file));
  }

  @Test
  void tilesFarBeyondThePictureAreRefused() {
    byte[] file =
        TiffBytes.rgb(50, 40)
            .with(TiffTags.COMPRESSION, 8)
            .with(TiffTags.TILE_WIDTH, Integer.MAX_VALUE)
            .with(TiffTags.TILE_HEIGHT, Integer.MAX_VALUE)
            .with(TiffTags.TILE_OFFSETS, 8)
            .with(TiffTags.TILE_BYTE_COUNTS, 10)
            .file(PIXEL_BYTES);
    assertEquals(UNSUPPORTED, refusal(file));
  }

  @Test
  void aFileCutOffAnywhereIsCorrupt() {
    byte[] file = TiffBytes.rgb(20, 10).file(600);
    for (int length = 8; length < file.length; length++) {
      assertEquals(CORRUPT, refusal(Arrays.copyOf(file, length)), "cut to " + length);
    }
  }

  @Test
  void changedBytesAreAdmittedOrRefused() {
    byte[] sound =
        TiffBytes.rgb(20, 10)
            .with(TiffTags.ROWS_PER_STRIP, 5)
            .with(TiffTags.STRIP_OFFSETS, 8, 308)
            .with(TiffTags.STRIP_BYTE_COUNTS, 300, 300)
            .file(600);
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 20_000; round++) {
      byte[] file = sound.clone();
      for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
        file[random.nextInt(608, file.length)] = (byte) (random.nextInt() >> 24);
      }
      try {
        PictureHeaderReader.admit(file, LIMITS);
      } catch (PictureException e) {
        assertEquals(false, e.getMessage().isBlank());
      }
    }
  }

  private static byte[] with(int tag, long value) {
    return TiffBytes.rgb(50, 40).with(tag, value).file(PIXEL_BYTES);
  }

  private static Kind refusal(byte[] file) {
    return assertThrows(PictureException.class, () -> PictureHeaderReader.admit(file, LIMITS))
        .kind();
  }

  private static long[] filled(long value, int count) {
    long[] values = new long[count];
    Arrays.fill(values, value);
    return values;
  }
}
