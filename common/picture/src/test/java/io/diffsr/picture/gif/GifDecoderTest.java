package io.diffsr.picture.gif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureBytes;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureException.Kind;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.Samples;
import io.diffsr.picture.metadata.MetadataReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class GifDecoderTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);
  private static final int WIDTH = 61;
  private static final int HEIGHT = 43;

  /** Noise: so many pixels that codes of every length are used. */
  private static BufferedImage image(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int grey = random.nextInt(256);
      int rgb = type == BufferedImage.TYPE_INT_ARGB && grey < 40 ? 0 : 0xFF000000 | grey * 0x10101;
      image.setRGB(i % WIDTH, i / WIDTH, rgb);
    }
    return image;
  }

  private static byte[] file(int type) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image(type), "gif", file));
    return file.toByteArray();
  }

  private static Kind refusal(byte[] file) {
    return assertThrows(PictureException.class, () -> PictureDecoder.decode(file, LIMITS)).kind();
  }

  @Test
  void aPictureIsReadWithItsColours() throws IOException {
    Picture picture = PictureDecoder.decode(file(BufferedImage.TYPE_BYTE_INDEXED), LIMITS);
    BufferedImage shown =
        ImageIO.read(new java.io.ByteArrayInputStream(file(BufferedImage.TYPE_BYTE_INDEXED)));
    assertNull(picture.alpha());
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int rgb = shown.getRGB(i % WIDTH, i / WIDTH);
      assertEquals(Samples.ofLevel((rgb >> 8) & 0xFF, 8), picture.colour()[WIDTH * HEIGHT + i]);
    }
  }

  @Test
  void aColourMayStandForTransparency() throws IOException {
    Picture picture = PictureDecoder.decode(file(BufferedImage.TYPE_INT_ARGB), LIMITS);
    BufferedImage expected = image(BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      boolean clear = expected.getRGB(i % WIDTH, i / WIDTH) == 0;
      assertEquals(clear ? 0f : 1f, picture.alpha()[i]);
    }
  }

  /** As viewers show it: the picture in its place, and nothing around it. */
  @Test
  void aPictureSmallerThanTheCanvasStandsInItsPlace() throws IOException {
    byte[] file = file(BufferedImage.TYPE_BYTE_INDEXED);
    file[6] = WIDTH + 9;
    file[8] = HEIGHT + 7;
    int descriptor = descriptor(file);
    file[descriptor + 1] = 4;
    file[descriptor + 3] = 5;
    Picture picture = PictureDecoder.decode(file, LIMITS);
    assertEquals(WIDTH + 9, picture.width());
    assertEquals(0f, picture.alpha()[4 + 4 * picture.width()]);
    assertEquals(1f, picture.alpha()[4 + 5 * picture.width()]);
    assertEquals(0f, picture.alpha()[3 + 5 * picture.width()]);
  }

  private static int descriptor(byte[] file) {
    int at = 13 + 3 * 256;
    while (file[at] != 0x2C) {
      at++;
    }
    return at;
  }

  @Test
  void animationsAreRefusedByName() throws IOException {
    byte[] file = file(BufferedImage.TYPE_BYTE_INDEXED);
    byte[] frames =
        PictureBytes.join(
            Arrays.copyOf(file, file.length - 1),
            Arrays.copyOfRange(file, descriptor(file), file.length));
    assertEquals(Kind.UNSUPPORTED, refusal(frames));
  }

  @Test
  void aFileCutOffBeforeItsLastPixelIsRefused() throws IOException {
    byte[] file = file(BufferedImage.TYPE_BYTE_INDEXED);
    for (int length = 12; length < file.length - 8; length += 5) {
      assertEquals(Kind.CORRUPT, refusal(Arrays.copyOf(file, length)), "cut to " + length);
    }
    PictureDecoder.decode(Arrays.copyOf(file, file.length - 1), LIMITS);
  }

  @Test
  void commentsAreMetadata() throws IOException {
    byte[] file = file(BufferedImage.TYPE_BYTE_INDEXED);
    byte[] comment = {0x21, (byte) 0xFE, 2, 'h', 'i', 0};
    int at = descriptor(file);
    byte[] commented =
        PictureBytes.join(
            Arrays.copyOf(file, at), comment, Arrays.copyOfRange(file, at, file.length));
    assertEquals(
        "hi",
        new String(
            MetadataReader.read(commented, PictureFormat.GIF, warning -> {}).comments().get(0),
            java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  @Test
  void flippedBytesGiveAPictureOrAPictureException() throws IOException {
    byte[] file = file(BufferedImage.TYPE_INT_ARGB);
    for (int at = 6; at < file.length; at += at < 40 || at > 13 + 3 * 256 ? 1 : 20) {
      for (int value : new int[] {0, 0x2C, 0xFF}) {
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
