package io.diffsr.image;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.NOT_A_PICTURE;
import static io.diffsr.picture.PictureException.Kind.TOO_MANY_PIXELS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.job.OutputFormat;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureLimits;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamagedPictureTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void aFileCutOffAnywhereIsRefused(OutputFormat format) {
    byte[] file = file(format);
    for (int length = 12; length < file.length - 1; length += 7) {
      assertEquals(CORRUPT, refusal(Arrays.copyOf(file, length)), "cut to " + length + " bytes");
    }
    assertEquals(CORRUPT, refusal(Arrays.copyOf(file, file.length - 1)));
  }

  @Test
  void anEndMarkerPutAfterHalfTheJpegScanDoesNotHideTheLoss() {
    byte[] file = file(OutputFormat.JPEG);
    byte[] half = Arrays.copyOf(file, file.length * 3 / 4);
    half[half.length - 2] = (byte) 0xFF;
    half[half.length - 1] = (byte) 0xD9;
    assertEquals(CORRUPT, refusal(half));
  }

  @Test
  void aSoundPngWithTooFewPixelsIsRefused() {
    byte[] file = PngFiles.of(2, 3, 8, PngFiles.GREY).pixels(0, 1, 2, 0, 3);
    assertEquals(CORRUPT, refusal(file));
  }

  @Test
  void aPngWhosePixelsAreNoZlibStreamIsRefused() {
    byte[] file =
        PngFiles.of(2, 3, 8, PngFiles.GREY).chunk("IDAT", PngFiles.bytes(1, 2, 3, 4)).end();
    assertEquals(CORRUPT, refusal(file));
  }

  @Test
  void aPaletteThatIsMissingIsRefused() {
    assertEquals(CORRUPT, refusal(PngFiles.of(1, 1, 8, PngFiles.PALETTE).pixels(0, 0)));
  }

  @Test
  void aHugePictureIsRefusedByItsHeaderAlone() {
    byte[] file = PngFiles.of(60_000, 60_000, 16, PngFiles.RGB).pixels(0);
    assertEquals(TOO_MANY_PIXELS, refusal(file));
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void flippedBytesGiveAPictureOrAPictureException(OutputFormat format) {
    byte[] sound = file(format);
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 200; round++) {
      byte[] file = sound.clone();
      file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        PictureDecoder.decode(file, LIMITS);
      } catch (PictureException e) {
        assertFalse(e.getMessage().isBlank());
      }
    }
  }

  @Test
  void noiseIsNoPicture() {
    assertEquals(NOT_A_PICTURE, refusal("hello, I am a text".getBytes(UTF_8)));
  }

  private static PictureException.Kind refusal(byte[] file) {
    return assertThrows(PictureException.class, () -> PictureDecoder.decode(file, LIMITS)).kind();
  }

  private static byte[] file(OutputFormat format) {
    Picture picture = Picture.of(32, 24, 3, Dense.randomPlanes(1, 3 * 32 * 24));
    return PictureEncoder.encode(picture, format, 90);
  }
}
