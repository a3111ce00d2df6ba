package io.diffsr.picture.png;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngDecoderTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void fewBitsOfGreySpanBlackToWhite(int bits) {
    int white = (1 << bits) - 1;
    int row = (white << (8 - bits)) | 1 << (8 - 3 * bits < 0 ? 0 : 8 - 3 * bits);
    int width = 8 / bits;
    Picture picture = decode(PngFileBuilder.of(width, 1, bits, PngFileBuilder.GREY).pixels(0, row));
    assertEquals(1, picture.channels());
    assertEquals(8, picture.bitDepth());
    assertNull(picture.alpha());
    assertEquals(1, picture.colour()[0]);
    for (int x = 0; x < width; x++) {
      int level = row >> (8 - (x + 1) * bits) & white;
      assertEquals(2.0 * level / white - 1, picture.colour()[x], 1e-6);
    }
  }

  @Test
  void sixteenBitsAreKeptExactly() {
    byte[] file =
        PngFileBuilder.of(2, 1, 16, PngFileBuilder.GREY).pixels(0, 0x12, 0x34, 0xFF, 0xFF);
    Picture picture = decode(file);
    assertEquals(16, picture.bitDepth());
    assertEquals(0x1234, Samples.level(picture.colour()[0], 16));
    assertEquals(1, picture.colour()[1]);
  }

  @Test
  void aPaletteIsExpandedWithItsTransparency() {
    byte[] file =
        PngFileBuilder.of(3, 1, 8, PngFileBuilder.PALETTE)
            .chunk("PLTE", PngFileBuilder.bytes(255, 0, 0, 0, 255, 0, 0, 0, 51))
            .chunk("tRNS", PngFileBuilder.bytes(0, 51))
            .pixels(0, 2, 1, 0);
    Picture picture = decode(file);
    assertEquals(3, picture.channels());
    assertArrayEquals(new float[] {-1, -1, 1, -1, 1, -1, -0.6f, -1, -1}, picture.colour(), 1e-6f);
    assertArrayEquals(new float[] {1, 0.2f, 0}, picture.alpha(), 1e-6f);
  }

  @Test
  void aPaletteOfFewBitsIsExpanded() {
    byte[] file =
        PngFileBuilder.of(4, 1, 2, PngFileBuilder.PALETTE)
            .chunk("PLTE", PngFileBuilder.bytes(0, 0, 0, 255, 255, 255, 255, 0, 0))
            .pixels(0, 0b00_01_10_01);
    assertArrayEquals(new float[] {-1, 1, 1, 1, -1, 1, -1, 1, -1, 1, -1, 1}, decode(file).colour());
  }

  @Test
  void oneGreyMayStandForTransparent() {
    byte[] file =
        PngFileBuilder.of(3, 1, 8, PngFileBuilder.GREY)
            .chunk("tRNS", PngFileBuilder.bytes(0, 7))
            .pixels(0, 6, 7, 8);
    assertArrayEquals(new float[] {1, 0, 1}, decode(file).alpha());
  }

  @Test
  void oneColourOfSixteenBitsMayStandForTransparent() {
    byte[] file =
        PngFileBuilder.of(2, 1, 16, PngFileBuilder.RGB)
            .chunk("tRNS", PngFileBuilder.bytes(1, 2, 3, 4, 5, 6))
            .pixels(0, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 7);
    assertArrayEquals(new float[] {0, 1}, decode(file).alpha());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void theExifOrientationIsApplied(int orientation) {
    // Stored:  a b c      Exif: 1 as stored, 2 mirrored, 3 turned by 180°, 4 mirrored upside down,
    //          d e f      5 transposed, 6 to be turned clockwise, 7 transversed, 8 anticlockwise.
    String[] upright = {
      "abc/def", "cba/fed", "fed/cba", "def/abc", "ad/be/cf", "da/eb/fc", "fc/eb/da", "cf/be/ad"
    };
    byte[] file =
        PngFileBuilder.of(3, 2, 8, PngFileBuilder.GREY)
            .chunk("eXIf", PngFileBuilder.exif(orientation))
            .pixels(0, 'a', 'b', 'c', 0, 'd', 'e', 'f');
    Picture picture = decode(file);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      rows.append(i > 0 && i % picture.width() == 0 ? "/" : "");
      rows.append((char) Samples.level(picture.colour()[i], 8));
    }
    assertEquals(upright[orientation - 1], rows.toString());
  }

  @Test
  void aDamagedProfileIsDroppedAndThePictureRead() {
    byte[] file =
        PngFileBuilder.of(1, 1, 8, PngFileBuilder.GREY)
            .chunk("iCCP", PngFileBuilder.bytes('n', 0, 0, 1, 2, 3))
            .pixels(0, 255);
    assertNull(decode(file).iccProfile());
  }

  private static Picture decode(byte[] file) {
    return PictureDecoder.decode(file, LIMITS);
  }
}
