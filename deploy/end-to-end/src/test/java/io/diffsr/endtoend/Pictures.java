package io.diffsr.endtoend;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Tiny pictures. */
final class Pictures {
  private Pictures() {}

  /** A PNG of smooth colours with a sharp disc in it. */
  static byte[] png(int width, int height) {
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static BufferedImage read(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }
}
