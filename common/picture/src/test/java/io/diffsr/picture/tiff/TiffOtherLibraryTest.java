package io.diffsr.picture.tiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.Samples;
import io.diffsr.testing.RandomPlanes;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFF files exchanged with the Java runtime's own reader and writer, which is no part of ours. */
class TiffOtherLibraryTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);

  @ParameterizedTest
  @CsvSource({"1, false", "3, false", "1, true", "3, true"})
  void whatIsWrittenIsReadByOthers(int channels, boolean transparent) throws IOException {
    // Of 16 bits the runtime's reader does not know differences.
    int bitDepth = 8;
    int size = 300 * 200;
    float[] alpha = transparent ? new float[size] : null;
    for (int i = 0; i < size && transparent; i++) {
      alpha[i] = i % 300 / 299f;
    }
    Picture picture =
        new Picture(300, 200, channels, RandomPlanes.of(5, channels * size), alpha, bitDepth, null);
    Raster raster = read(PictureEncoder.encode(picture, PictureFormat.TIFF, 92));
    assertEquals(channels + (transparent ? 1 : 0), raster.getNumBands());
    for (int i = 0; i < size; i++) {
      for (int band = 0; band < channels; band++) {
        assertEquals(
            Samples.level(picture.colour()[band * size + i], bitDepth),
            raster.getSample(i % 300, i / 300, band));
      }
      if (transparent) {
        assertEquals(
            Samples.opacityLevel(alpha[i], bitDepth), raster.getSample(i % 300, i / 300, channels));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LZW", "ZLib", "Deflate", "PackBits"})
  void whatOthersWriteIsRead(String compression) throws IOException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_BYTE_BINARY,
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_USHORT_GRAY,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_4BYTE_ABGR
        }) {
      BufferedImage image = image(type);
      Picture picture = PictureDecoder.decode(write(image, compression), LIMITS);
      boolean grey =
          type == BufferedImage.TYPE_BYTE_GRAY
              || type == BufferedImage.TYPE_USHORT_GRAY
              || (type == BufferedImage.TYPE_BYTE_BINARY && picture.channels() == 1);
      assertEquals(grey ? 1 : 3, picture.channels());
      assertEquals(type == BufferedImage.TYPE_USHORT_GRAY ? 16 : 8, picture.bitDepth());
      assertEquals(type == BufferedImage.TYPE_4BYTE_ABGR, picture.alpha() != null);
      for (int i = 0; i < 90 * 70; i++) {
        Object pixel = image.getRaster().getDataElements(i % 90, i / 90, null);
        int sample = image.getRaster().getSample(i % 90, i / 90, 0);
        int red =
            grey && type != BufferedImage.TYPE_BYTE_BINARY
                ? sample
                : image.getColorModel().getRed(pixel);
        assertEquals(red, Samples.level(picture.colour()[i], picture.bitDepth()), "at " + i);
      }
    }
  }

  private static BufferedImage image(int type) {
    BufferedImage image = new BufferedImage(90, 70, type);
    SplittableRandom random = new SplittableRandom(type);
    for (int i = 0; i < 90 * 70; i++) {
      // Runs and noise, so that every code width and both kinds of run occur.
      int value = i % 90 < 40 ? 0xFF336699 : random.nextInt();
      image.setRGB(i % 90, i / 90, value);
    }
    return image;
  }

  private static byte[] write(BufferedImage image, String compression) throws IOException {
    ImageWriter writer = runtime(ImageIO.getImageWritersByFormatName("tiff"));
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (!compression.isEmpty()) {
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionType(compression);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  private static Raster read(byte[] file) throws IOException {
    ImageReader reader = runtime(ImageIO.getImageReadersByFormatName("tiff"));
    try (MemoryCacheImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(input);
      return reader.read(0).getRaster();
    } finally {
      reader.dispose();
    }
  }

  private static <T> T runtime(Iterator<T> found) {
    while (found.hasNext()) {
      T candidate = found.next();
      if (candidate.getClass().getName().startsWith("com.sun.imageio.")) {
        return candidate;
      }
    }
    throw new AssertionError("the Java runtime has no TIFF");
  }
}
