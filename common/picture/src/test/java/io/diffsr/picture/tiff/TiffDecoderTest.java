package io.diffsr.picture.tiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiffDecoderTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);
  private static final int WHITE_IS_ZERO = 0;
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void fewBitsOfGreySpanBlackToWhite(int bits) {
    int white = (1 << bits) - 1;
    int width = 16 / bits;
    int[] row = {0b00011011, 0b11100100};
    for (int photometric : new int[] {WHITE_IS_ZERO, BLACK_IS_ZERO}) {
      byte[] file = TiffFileBuilder.of(width, 1).samples(photometric, 1, bits).strip(row);
      Picture picture = decode(file);
      assertEquals(1, picture.channels());
      assertEquals(8, picture.bitDepth());
      assertNull(picture.alpha());
      for (int x = 0; x < width; x++) {
        int level = (row[0] << 8 | row[1]) >> (16 - (x + 1) * bits) & white;
        double value = 2.0 * level / white - 1;
        assertEquals(photometric == WHITE_IS_ZERO ? -value : value, picture.colour()[x], 1e-6);
      }
    }
  }

  @Test
  void sixteenBitsAreKeptInEitherByteOrder() {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] pixels =
          ByteBuffer.allocate(6)
              .order(order)
              .putShort((short) 0x1234)
              .putShort((short) 0xFFFF)
              .putShort((short) 0x0102)
              .array();
      byte[] file =
          TiffFileBuilder.of(1, 1, order).samples(RGB, 3, 16).strip(TiffFileBuilder.NONE, pixels);
      Picture picture = decode(file);
      assertEquals(16, picture.bitDepth());
      assertEquals(0x1234, Samples.level(picture.colour()[0], 16));
      assertEquals(0xFFFF, Samples.level(picture.colour()[1], 16));
      assertEquals(0x0102, Samples.level(picture.colour()[2], 16));
    }
  }

  @Test
  void aPaletteIsExpanded() {
    for (int white : new int[] {0xFFFF, 0xFF}) {
      byte[] file =
          TiffFileBuilder.of(4, 1)
              .samples(PALETTE, 1, 2)
              .with(TiffTags.COLOUR_MAP, 0, white, 0, white, 0, 0, white, white, 0, 0, 0, white)
              .strip(0b00_01_10_11);
      Picture picture = decode(file);
      assertEquals(3, picture.channels());
      assertEquals(8, picture.bitDepth());
      assertArrayEquals(new float[] {-1, 1, -1, 1, -1, -1, 1, 1, -1, -1, -1, 1}, picture.colour());
    }
  }

  @Test
  void opacityMultipliedIntoTheColourIsTakenOut() {
    byte[] file =
        TiffFileBuilder.of(2, 1)
            .samples(RGB, 4, 8)
            .with(TiffTags.EXTRA_SAMPLES, 1)
            .strip(51, 0, 102, 102, 0, 0, 0, 0);
    Picture picture = decode(file);
    assertArrayEquals(new float[] {0.4f, 0}, picture.alpha(), 1e-6f);
    assertArrayEquals(new float[] {0, -1, -1, -1, 1, -1}, picture.colour(), 1e-6f);
  }

  @Test
  void opacityBesideTheColourIsKept() {
    byte[] file =
        TiffFileBuilder.of(1, 1)
            .samples(BLACK_IS_ZERO, 2, 8)
            .with(TiffTags.EXTRA_SAMPLES, 2)
            .strip(255, 51);
    Picture picture = decode(file);
    assertArrayEquals(new float[] {1}, picture.colour());
    assertArrayEquals(new float[] {0.2f}, picture.alpha(), 1e-6f);
  }

  @Test
  void aSampleOfUnknownMeaningIsLeftOut() {
    byte[] file =
        TiffFileBuilder.of(1, 1)
            .samples(RGB, 4, 8)
            .with(TiffTags.EXTRA_SAMPLES, 0)
            .strip(255, 0, 255, 7);
    Picture picture = decode(file);
    assertArrayEquals(new float[] {1, -1, 1}, picture.colour());
    assertNull(picture.alpha());
  }

  @Test
  void everyCompressionGivesTheSameSamples() {
    byte[] levels = noise(48 * 20);
    Picture plain = decode(TiffFileBuilder.of(48, 20).strip(TiffFileBuilder.NONE, levels));
    assertEquals(levels[50] & 0xFF, Samples.level(plain.colour()[50], 8));
    byte[][] files = {
      TiffFileBuilder.of(48, 20).strip(TiffFileBuilder.DEFLATE, TiffFileBuilder.deflated(levels)),
      TiffFileBuilder.of(48, 20).strip(32946, TiffFileBuilder.deflated(levels)),
      TiffFileBuilder.of(48, 20).strip(TiffFileBuilder.LZW, TiffFileBuilder.lzw(levels)),
      TiffFileBuilder.of(48, 20)
          .strip(TiffFileBuilder.PACK_BITS, TiffFileBuilder.packedBits(levels))
    };
    for (byte[] file : files) {
      assertArrayEquals(plain.colour(), decode(file).colour());
    }
  }

  /** Three rows a strip, two in the last; tiles of 16 × 16 that stick out on two sides. */
  @Test
  void stripsAndTilesAreJoined() {
    byte[] levels = noise(20 * 17);
    Picture plain = decode(TiffFileBuilder.of(20, 17).strip(TiffFileBuilder.NONE, levels));
    byte[][] strips = new byte[6][];
    for (int strip = 0; strip < 6; strip++) {
      int from = strip * 60;
      strips[strip] = Arrays.copyOfRange(levels, from, Math.min(from + 60, 340));
    }
    assertArrayEquals(
        plain.colour(), decode(TiffFileBuilder.of(20, 17).strips(3, strips)).colour());
    byte[][] tiles = new byte[4][256];
    for (int y = 0; y < 17; y++) {
      for (int x = 0; x < 20; x++) {
        tiles[y / 16 * 2 + x / 16][y % 16 * 16 + x % 16] = levels[y * 20 + x];
      }
    }
    assertArrayEquals(
        plain.colour(), decode(TiffFileBuilder.of(20, 17).tiles(16, 16, tiles)).colour());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void separatePlanesAreJoined(int bits) {
    int bytes = 6 * 4 * bits / 8;
    byte[][] planes = {noise(bytes), new byte[bytes], noise(bytes)};
    byte[] file =
        TiffFileBuilder.of(6, 4)
            .samples(RGB, 3, bits)
            .with(TiffTags.PLANAR_CONFIGURATION, 2)
            .strips(4, planes);
    Picture picture = decode(file);
    assertEquals(-1, picture.colour()[24]);
    assertNotEquals(-1, picture.colour()[0]);
    for (int i = 0; i < 24; i++) {
      assertEquals(picture.colour()[i], picture.colour()[48 + i]);
    }
  }

  @Test
  void differencesAreAddedUp() {
    byte[] file =
        TiffFileBuilder.of(3, 1)
            .with(TiffTags.PREDICTOR, 2)
            .strip(
                TiffFileBuilder.DEFLATE,
                TiffFileBuilder.deflated(PngFileBuilder.bytes(10, 5, 250)));
    Picture picture = decode(file);
    assertEquals(10, Samples.level(picture.colour()[0], 8));
    assertEquals(15, Samples.level(picture.colour()[1], 8));
    assertEquals(9, Samples.level(picture.colour()[2], 8));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOrientationIsAppliedAndReset(int orientation) {
    String[] upright = {
      "abc/def", "cba/fed", "fed/cba", "def/abc", "ad/be/cf", "da/eb/fc", "fc/eb/da", "cf/be/ad"
    };
    byte[] file =
        TiffFileBuilder.of(3, 2)
            .with(TiffTags.ORIENTATION, orientation)
            .strip('a', 'b', 'c', 'd', 'e', 'f');
    Picture picture = decode(file);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      rows.append(i > 0 && i % picture.width() == 0 ? "/" : "");
      rows.append((char) Samples.level(picture.colour()[i], 8));
    }
    assertEquals(upright[orientation - 1], rows.toString());
    byte[] again = PictureEncoder.encode(picture, PictureFormat.TIFF, 92);
    assertEquals(Orientation.UPRIGHT, PictureHeaderReader.read(again).orientation());
    assertArrayEquals(picture.colour(), decode(again).colour());
  }

  /** More than one strip, with a last one that is shorter. */
  @Test
  void largePicturesAreWrittenInStripsAndReadBack() {
    Picture picture = Picture.of(700, 500, 3, RandomPlanes.of(6, 3 * 700 * 500)).quantised();
    byte[] file = PictureEncoder.encode(picture, PictureFormat.TIFF, 92);
    assertArrayEquals(picture.colour(), decode(file).colour());
  }

  private static byte[] noise(int size) {
    byte[] levels = new byte[size];
    new SplittableRandom(9).nextBytes(levels);
    return levels;
  }

  private static Picture decode(byte[] file) {
    return PictureDecoder.decode(file, LIMITS);
  }
}
