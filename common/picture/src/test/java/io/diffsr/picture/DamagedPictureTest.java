package io.diffsr.picture;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.NOT_A_PICTURE;
import static io.diffsr.picture.PictureException.Kind.TOO_MANY_PIXELS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.picture.png.PngFileBuilder;
import io.diffsr.picture.tiff.TiffFileBuilder;
import io.diffsr.picture.webp.WebpFileBuilder;
import io.diffsr.testing.RandomPlanes;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedPictureTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);

  /** What stands behind the pixels of a PNG and a JPEG says nothing but that they have ended. */
  @ParameterizedTest
  @CsvSource({"PNG, 12", "JPEG, 2", "WEBP, 0", "TIFF, 0"})
  void aFileCutOffBeforeItsLastPixelIsRefused(PictureFormat format, int endBytes) {
    byte[] file = file(format);
    int pixelsEnd = file.length - endBytes;
    for (int length = 12; length < pixelsEnd - 1; length += 7) {
      assertEquals(CORRUPT, refusal(Arrays.copyOf(file, length)), "cut to " + length + " bytes");
    }
    assertEquals(CORRUPT, refusal(Arrays.copyOf(file, pixelsEnd - 1)));
    for (int length = pixelsEnd; length < file.length; length++) {
      PictureDecoder.decode(Arrays.copyOf(file, length), LIMITS);
    }
  }

  @Test
  void anEndMarkerPutAfterHalfTheJpegScanDoesNotHideTheLoss() {
    byte[] file = file(PictureFormat.JPEG);
    byte[] half = Arrays.copyOf(file, file.length * 3 / 4);
    half[half.length - 2] = (byte) 0xFF;
    half[half.length - 1] = (byte) 0xD9;
    assertEquals(CORRUPT, refusal(half));
  }

  @Test
  void aSoundPngWithTooFewPixelsIsRefused() {
    byte[] file = PngFileBuilder.of(2, 3, 8, PngFileBuilder.GREY).pixels(0, 1, 2, 0, 3);
    assertEquals(CORRUPT, refusal(file));
  }

  @Test
  void aPngWhosePixelsAreNoZlibStreamIsRefused() {
    byte[] file =
        PngFileBuilder.of(2, 3, 8, PngFileBuilder.GREY)
            .chunk("IDAT", PngFileBuilder.bytes(1, 2, 3, 4))
            .end();
    assertEquals(CORRUPT, refusal(file));
  }

  @Test
  void aPaletteThatIsMissingIsRefused() {
    assertEquals(CORRUPT, refusal(PngFileBuilder.of(1, 1, 8, PngFileBuilder.PALETTE).pixels(0, 0)));
  }

  /** The chunk and the file declare the shorter length, so that only the pixels are missing. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWebpWhosePixelsEndEarlyIsRefused(boolean lossless) throws IOException {
    byte[] file = lossless ? WebpFileBuilder.lossless(picture()) : file(PictureFormat.WEBP);
    for (int missing = 20; missing < file.length - 60; missing += 10) {
      assertEquals(
          CORRUPT, refusal(WebpFileBuilder.shortened(file, missing)), missing + " missing");
    }
  }

  @Test
  void aTiffWhosePixelsEndEarlyIsRefused() {
    byte[] levels = new byte[64 * 48 - 1];
    TiffFileBuilder file = TiffFileBuilder.of(64, 48);
    assertEquals(
        CORRUPT, refusal(file.strip(TiffFileBuilder.DEFLATE, TiffFileBuilder.deflated(levels))));
    assertEquals(CORRUPT, refusal(file.strip(TiffFileBuilder.LZW, TiffFileBuilder.lzw(levels))));
    assertEquals(
        CORRUPT,
        refusal(file.strip(TiffFileBuilder.PACK_BITS, TiffFileBuilder.packedBits(levels))));
  }

  @Test
  void aHugePictureIsRefusedByItsHeaderAlone() {
    byte[] file = PngFileBuilder.of(60_000, 60_000, 16, PngFileBuilder.RGB).pixels(0);
    assertEquals(TOO_MANY_PIXELS, refusal(file));
  }

  @ParameterizedTest
  @EnumSource(
      value = PictureFormat.class,
      names = {"PNG", "JPEG", "WEBP", "TIFF"})
  void flippedBytesGiveAPictureOrAPictureException(PictureFormat format) {
    flip(file(format));
  }

  @Test
  void flippedBytesOfOtherKindsGiveAPictureOrAPictureException() throws IOException {
    float[] alpha = new float[32 * 24];
    Picture clear = new Picture(32, 24, 3, picture().colour(), alpha, 8, null);
    flip(WebpFileBuilder.lossless(picture()));
    flip(WebpFileBuilder.lossless(clear));
    flip(PictureEncoder.encode(clear, PictureFormat.WEBP, 90));
    flip(PictureEncoder.encode(clear, PictureFormat.TIFF, 90));
    byte[] levels = new byte[64 * 48];
    new SplittableRandom(3).nextBytes(levels);
    flip(TiffFileBuilder.of(64, 48).strip(TiffFileBuilder.LZW, TiffFileBuilder.lzw(levels)));
    flip(
        TiffFileBuilder.of(64, 48)
            .strip(TiffFileBuilder.PACK_BITS, TiffFileBuilder.packedBits(levels)));
    flip(TiffFileBuilder.of(64, 48).tiles(64, 48, levels));
  }

  private static void flip(byte[] sound) {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 300; round++) {
      byte[] file = sound.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        // Headers are short and hold the most.
        int reach = random.nextBoolean() ? Math.min(200, file.length) : file.length;
        file[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
      }
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

  private static byte[] file(PictureFormat format) {
    return PictureEncoder.encode(picture(), format, 90);
  }

  private static Picture picture() {
    return Picture.of(32, 24, 3, RandomPlanes.of(1, 3 * 32 * 24));
  }
}
