package io.diffsr.picture.bmp;

import static io.diffsr.picture.PictureBytes.join;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureException.Kind;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.Samples;
import io.diffsr.picture.metadata.MetadataReader;
import io.diffsr.picture.metadata.Resolution;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BmpDecoderTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);

  /** Headers of 14 and 108 bytes, then pixels. */
  private static byte[] masked(int width, int height, int... pixels) {
    ByteBuffer file = ByteBuffer.allocate(122 + 4 * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'B', 'M'}).putInt(file.capacity()).putInt(0).putInt(122);
    file.putInt(108).putInt(width).putInt(height).putShort((short) 1).putShort((short) 32);
    file.putInt(3).putInt(4 * pixels.length).putInt(11811).putInt(11811).putInt(0).putInt(0);
    file.putInt(0xFF0000).putInt(0xFF00).putInt(0xFF).putInt(0xFF000000);
    file.position(122);
    for (int pixel : pixels) {
      file.putInt(pixel);
    }
    return file.array();
  }

  private static byte[] written(int type, String compression) throws IOException {
    BufferedImage image = new BufferedImage(13, 9, type);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 13 * 9; i++) {
      image.setRGB(i % 13, i / 13, random.nextInt() | 0xFF000000);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("bmp").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionType(compression);
    try (ImageOutputStream output = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), parameters);
    }
    return file.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "5, BI_RGB", // three bytes
    "8, BI_BITFIELDS", // 565
    "9, BI_RGB", // 555
    "12, BI_RGB", // two colours
    "13, BI_RGB", // a palette
    "13, BI_RLE8",
  })
  void kindsAreReadAsTheJavaRuntimeShowsThem(int type, String compression) throws IOException {
    byte[] file = written(type, compression);
    Picture picture = PictureDecoder.decode(file, LIMITS);
    assertNull(picture.alpha());
    BufferedImage shown = ImageIO.read(new java.io.ByteArrayInputStream(file));
    for (int i = 0; i < 13 * 9; i++) {
      int rgb = shown.getRGB(i % 13, i / 13);
      assertEquals(Samples.ofLevel((rgb >> 16) & 0xFF, 8), picture.colour()[i]);
      assertEquals(Samples.ofLevel(rgb & 0xFF, 8), picture.colour()[2 * 13 * 9 + i]);
    }
  }

  @Test
  void opacityCountsWhereAMaskNamesIt() {
    byte[] file = masked(2, 1, 0x80FF0000, 0xFF0000FF);
    Picture picture = PictureDecoder.decode(file, LIMITS);
    assertArrayEquals(new float[] {128 / 255f, 1}, picture.alpha());
    assertArrayEquals(new float[] {1, -1, -1, -1, -1, 1}, picture.colour());
    assertEquals(
        new Resolution(300, 300),
        MetadataReader.read(file, PictureFormat.BMP, warning -> {}).resolution());
  }

  /** Rows are stored from the last to the first unless the height is negative. */
  @Test
  void theFirstRowMayStandFirst() {
    float[] upwards = PictureDecoder.decode(masked(1, 2, -1, 0xFF000000), LIMITS).colour();
    float[] downwards = PictureDecoder.decode(masked(1, -2, -1, 0xFF000000), LIMITS).colour();
    assertArrayEquals(new float[] {-1, 1, -1, 1, -1, 1}, upwards);
    assertArrayEquals(new float[] {1, -1, 1, -1, 1, -1}, downwards);
  }

  /** One run of four pixels, and the end of a row, of four rows. */
  @Test
  void runsThatDoNotReachTheEndAreRefused() throws IOException {
    byte[] file = written(13, "BI_RLE8");
    int pixels = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(10);
    byte[] cut = join(Arrays.copyOf(file, pixels), new byte[] {4, 1, 0, 0});
    PictureException refused =
        assertThrows(PictureException.class, () -> PictureDecoder.decode(cut, LIMITS));
    assertEquals(Kind.CORRUPT, refused.kind());
  }

  @Test
  void aFileCutOffAnywhereIsRefused() throws IOException {
    for (byte[] file : new byte[][] {masked(2, 2, 1, 2, 3, 4), written(13, "BI_RLE8")}) {
      for (int length = 12; length < file.length - 2; length++) {
        byte[] cut = Arrays.copyOf(file, length);
        PictureException refused =
            assertThrows(PictureException.class, () -> PictureDecoder.decode(cut, LIMITS));
        assertEquals(Kind.CORRUPT, refused.kind());
      }
    }
  }

  @Test
  void flippedBytesGiveAPictureOrAPictureException() throws IOException {
    for (byte[] file :
        new byte[][] {
          masked(2, 2, 1, 2, 3, 4),
          written(13, "BI_RLE8"),
          written(12, "BI_RGB"),
          join(masked(2, 1, 1, 2), new byte[4])
        }) {
      for (int at = 2; at < file.length; at++) {
        for (int value : new int[] {0, 0x7F, 0xFF}) {
          byte[] changed = file.clone();
          changed[at] = (byte) value;
          try {
            PictureDecoder.decode(changed, LIMITS);
          } catch (PictureException e) {
            // As promised.
          }
        }
      }
    }
  }
}
