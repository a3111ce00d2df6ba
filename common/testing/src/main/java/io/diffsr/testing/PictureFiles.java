package io.diffsr.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Picture files, sound and unsound. */
public final class PictureFiles {
  private static final int IHDR = 8;
  private static final int IHDR_LENGTH = 13;

  private PictureFiles() {}

  /** A sound PNG file. */
  public static byte[] png(int width, int height) {
    return write(width, height, "png");
  }

  /** A PNG file of smooth colours with a sharp disc in it. */
  public static byte[] disc(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean disc =
            Math.hypot(x - width / 2.0, y - height / 2.0) < Math.min(width, height) / 4.0;
        int red = disc ? 220 : 40 + 150 * x / width;
        int green = disc ? 200 : 60 + 120 * y / height;
        image.setRGB(x, y, red << 16 | green << 8 | 90);
      }
    }
    return file(image, "png");
  }

  /** The picture of a file. */
  public static BufferedImage read(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }

  /** A sound GIF file. */
  public static byte[] gif() {
    return write(8, 8, "gif");
  }

  /** The head of an animated WebP file of 30 × 20 pixels. */
  public static byte[] animatedWebp() {
    String head = "RIFF\44\0\0\0WEBPVP8X\12\0\0\0\2\0\0\0\35\0\0\23\0\0";
    String animation = "ANIM\6\0\0\0\0\0\0\0\0\0";
    return (head + animation).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A PNG file that ends in the middle. */
  public static byte[] truncatedPng() {
    byte[] whole = png(64, 48);
    return Arrays.copyOf(whole, whole.length / 2);
  }

  /** A PNG file of a few bytes whose header claims another size, checksum included. */
  public static byte[] pngClaiming(int width, int height) {
    byte[] file = png(2, 2);
    ByteBuffer.wrap(file).putInt(IHDR + 8, width).putInt(IHDR + 12, height);
    CRC32 checksum = new CRC32();
    checksum.update(file, IHDR + 4, 4 + IHDR_LENGTH);
    ByteBuffer.wrap(file).putInt(IHDR + 8 + IHDR_LENGTH, (int) checksum.getValue());
    return file;
  }

  private static byte[] write(int width, int height, String format) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, (x * 7919 + y * 104729) & 0xFFFFFF);
      }
    }
    return file(picture, format);
  }

  private static byte[] file(BufferedImage picture, String format) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(picture, format, file)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
