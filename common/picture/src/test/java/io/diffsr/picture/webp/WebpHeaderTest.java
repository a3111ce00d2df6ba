package io.diffsr.picture.webp;

import static io.diffsr.picture.PictureBytes.bytes;
import static io.diffsr.picture.PictureBytes.exif;
import static io.diffsr.picture.PictureBytes.join;
import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.TOO_MANY_PIXELS;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.picture.Orientation;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureException.Kind;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.picture.PictureLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebpHeaderTest {
  private static final PictureLimits LIMITS = new PictureLimits(1000, 2000, 4000);
  private static final int ANIMATION = 2;
  private static final int ALPHA = 16;

  @Test
  void lossyAndLosslessHeadersAreRead() {
    assertEquals(
        new PictureHeader(PictureFormat.WEBP, 50, 40, 3, 8, false, Orientation.UPRIGHT),
        PictureHeaderReader.admit(file(lossy(50, 40)), LIMITS));
    assertEquals(
        new PictureHeader(PictureFormat.WEBP, 50, 40, 3, 8, true, Orientation.UPRIGHT),
        PictureHeaderReader.admit(file(lossless(50, 40, true)), LIMITS));
    assertEquals(16_384, PictureHeaderReader.read(file(lossless(16_384, 1, false))).width());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOrientationBehindThePixelsIsRead(int orientation) {
    for (String preamble : new String[] {"", "Exif\0\0"}) {
      byte[] content = join(preamble.getBytes(ISO_8859_1), exif(orientation));
      PictureHeader header =
          PictureHeaderReader.admit(
              file(canvas(8, 30, 20), lossy(30, 20), chunk("EXIF", content)), LIMITS);
      assertEquals(orientation, header.orientation().exifValue());
      assertEquals(orientation >= 5 ? 20 : 30, header.width());
    }
  }

  @Test
  void opacityBesideThePixelsIsRead() {
    byte[] file = file(canvas(ALPHA, 30, 20), chunk("ALPH", new byte[5]), lossy(30, 20));
    assertEquals(true, PictureHeaderReader.admit(file, LIMITS).alpha());
  }

  @Test
  void animationsAreRefusedByName() {
    byte[] file = file(canvas(ANIMATION, 30, 20), chunk("ANIM", new byte[6]));
    PictureException refused =
        assertThrows(PictureException.class, () -> PictureHeaderReader.admit(file, LIMITS));
    assertEquals(UNSUPPORTED, refused.kind());
    assertEquals("Animated WebP pictures are not read.", refused.getMessage());
  }

  @Test
  void aHugePictureIsRefusedByItsHeaderAlone() {
    assertEquals(TOO_MANY_PIXELS, refusal(file(canvas(0, 60_000, 60_000))));
    assertEquals(TOO_MANY_PIXELS, refusal(file(lossy(16_383, 16_383))));
    assertEquals(TOO_MANY_PIXELS, refusal(file(lossless(16_384, 16_384, false))));
  }

  @Test
  void aCanvasThatHidesLargerPixelsIsCorrupt() {
    assertEquals(CORRUPT, refusal(file(canvas(0, 30, 20), lossy(16_000, 16_000))));
    assertEquals(CORRUPT, refusal(file(canvas(0, 30, 20), lossless(31, 20, false))));
  }

  @Test
  void structuresWithoutOnePictureAreCorrupt() {
    assertEquals(CORRUPT, refusal(file()));
    assertEquals(CORRUPT, refusal(file(canvas(0, 30, 20))));
    assertEquals(CORRUPT, refusal(file(chunk("EXIF", exif(1)), lossy(30, 20))));
    assertEquals(CORRUPT, refusal(file(lossy(30, 20), lossy(30, 20))));
    assertEquals(CORRUPT, refusal(file(chunk("VP8 ", new byte[4]))));
    assertEquals(CORRUPT, refusal(file(chunk("VP8L", new byte[9]))));
    assertEquals(CORRUPT, refusal(file(lossy(0, 20))));
    byte[] tooLong = file(lossy(30, 20));
    tooLong[16] = 99;
    assertEquals(CORRUPT, refusal(tooLong));
  }

  @Test
  void aFileCutOffAnywhereIsCorrupt() {
    byte[] file = file(canvas(ALPHA, 30, 20), chunk("ALPH", new byte[5]), lossy(30, 20));
    for (int length = 12; length < file.length; length++) {
      assertEquals(CORRUPT, refusal(Arrays.copyOf(file, length)), "cut to " + length);
    }
  }

  @Test
  void bytesAfterTheEndAreTolerated() {
    byte[] file = join(file(lossy(50, 40)), "<script>".getBytes(ISO_8859_1));
    assertEquals(50, PictureHeaderReader.admit(file, LIMITS).width());
  }

  @Test
  void flippedBytesAreAdmittedOrRefused() {
    byte[] sound = file(canvas(ALPHA + 8, 30, 20), lossy(30, 20), chunk("EXIF", exif(6)));
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 5000; round++) {
      byte[] file = sound.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        file[random.nextInt(12, file.length)] = (byte) random.nextInt();
      }
      try {
        PictureHeaderReader.admit(file, LIMITS);
      } catch (PictureException e) {
        assertEquals(false, e.getMessage().isBlank());
      }
    }
  }

  private static Kind refusal(byte[] file) {
    return assertThrows(PictureException.class, () -> PictureHeaderReader.admit(file, LIMITS))
        .kind();
  }

  private static byte[] file(byte[]... chunks) {
    byte[] content = join("WEBP".getBytes(ISO_8859_1), join(chunks));
    return join("RIFF".getBytes(ISO_8859_1), integer(content.length), content);
  }

  private static byte[] chunk(String type, byte[] content) {
    byte[] padding = new byte[content.length % 2];
    return join(type.getBytes(ISO_8859_1), integer(content.length), content, padding);
  }

  private static byte[] canvas(int flags, int width, int height) {
    byte[] w = Arrays.copyOf(integer(width - 1), 3);
    byte[] h = Arrays.copyOf(integer(height - 1), 3);
    return chunk("VP8X", join(integer(flags), w, h));
  }

  private static byte[] lossy(int width, int height) {
    byte[] sides = Arrays.copyOf(integer(width | height << 16), 4);
    return chunk("VP8 ", join(bytes(0x10, 0, 0, 0x9D, 0x01, 0x2A), sides, new byte[21]));
  }

  private static byte[] lossless(int width, int height, boolean alpha) {
    int bits = (width - 1) | (height - 1) << 14 | (alpha ? 1 << 28 : 0);
    return chunk("VP8L", join(bytes(0x2F), integer(bits), new byte[8]));
  }

  private static byte[] integer(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
