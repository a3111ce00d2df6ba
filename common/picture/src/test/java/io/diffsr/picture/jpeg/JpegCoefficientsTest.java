package io.diffsr.picture.jpeg;

import static io.diffsr.picture.PictureBytes.join;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.codec.ImageCodecs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegCoefficientsTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);

  /** Greys, so that luma can be compared with what the usual decoder makes of the file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "restarts-422.jpg",
        "restarts-420-progressive.jpg",
        "optimised-444.jpg",
        "grey-progressive.jpg"
      })
  void theCoefficientsAreThoseThatTheDecoderShows(String name) throws IOException {
    byte[] file = resource(name);
    JpegCoefficients coefficients = JpegCoefficients.of(file).orElseThrow();
    Picture decoded = PictureDecoder.decode(file, LIMITS);
    assertEquals(decoded.width(), coefficients.width());
    assertEquals(decoded.height(), coefficients.height());
    float[] luma = samples(coefficients, coefficients.planes().get(0));
    for (int i = 0; i < luma.length; i++) {
      assertEquals(luma[i] + 128, (decoded.colour()[i] + 1) * 127.5, 1.6, name + " at " + i);
    }
  }

  /** Two ways to write the same coefficients. */
  @Test
  void aProgressiveFileHasTheCoefficientsOfABaselineOne() throws IOException {
    BufferedImage image = colourful(77, 50);
    JpegCoefficients baseline = JpegCoefficients.of(encode(image, false)).orElseThrow();
    JpegCoefficients progressive = JpegCoefficients.of(encode(image, true)).orElseThrow();
    assertEquals(3, baseline.planes().size());
    assertEquals(2, baseline.mostHorizontal());
    for (int c = 0; c < 3; c++) {
      JpegPlane expected = baseline.planes().get(c);
      JpegPlane found = progressive.planes().get(c);
      assertArrayEquals(expected.quantisation(), found.quantisation());
      assertEquals(expected.blocksWide(), found.blocksWide());
      // Blocks that only fill up the last unit are left out of scans of one component.
      int own = (77 / (c == 0 ? 1 : 2) + 7) / 8;
      for (int row = 0; row < (50 / (c == 0 ? 1 : 2) + 7) / 8; row++) {
        int from = row * expected.blocksWide() * JpegPlane.SIZE;
        int to = from + own * JpegPlane.SIZE;
        assertArrayEquals(
            Arrays.copyOfRange(expected.coefficients(), from, to),
            Arrays.copyOfRange(found.coefficients(), from, to));
      }
    }
  }

  @Test
  void damagedDataSayNothing() throws IOException {
    byte[] file = encode(colourful(77, 50), false);
    for (int length = 2; length < file.length - 2; length += 7) {
      assertTrue(JpegCoefficients.of(Arrays.copyOf(file, length)).isEmpty());
    }
    for (int at = 2; at < file.length; at++) {
      for (int value : new int[] {0, 0x55, 0xFF}) {
        byte[] changed = file.clone();
        changed[at] = (byte) (value == 0x55 ? changed[at] ^ value : value);
        Optional<JpegCoefficients> unused = JpegCoefficients.of(changed);
      }
    }
  }

  /** Adobe's marker says that the components are red, green and blue; JFIF's knows better. */
  @Test
  void otherColoursThanLumaAndItsDifferencesAreNotRead() throws IOException {
    byte[] file = resource("optimised-444.jpg");
    byte[] adobe = {
      (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    int afterJfif = 20;
    byte[] both = join(Arrays.copyOf(file, 2), adobe, Arrays.copyOfRange(file, 2, file.length));
    assertTrue(JpegCoefficients.of(both).isPresent());
    byte[] adobeAlone =
        join(Arrays.copyOf(file, 2), adobe, Arrays.copyOfRange(file, afterJfif, file.length));
    assertTrue(JpegCoefficients.of(adobeAlone).isEmpty());
  }

  @Test
  void aMissingEndMarkerTakesNoCoefficientsAway() throws IOException {
    byte[] file = resource("optimised-444.jpg");
    byte[] open = Arrays.copyOf(file, file.length - 2);
    assertArrayEquals(
        JpegCoefficients.of(file).orElseThrow().planes().get(0).coefficients(),
        JpegCoefficients.of(open).orElseThrow().planes().get(0).coefficients());
  }

  private static float[] samples(JpegCoefficients file, JpegPlane plane) {
    float[] samples = new float[file.width() * file.height()];
    for (int i = 0; i < samples.length; i++) {
      int x = i % file.width();
      int y = i / file.width();
      int block = (y / 8 * plane.blocksWide() + x / 8) * JpegPlane.SIZE;
      double sum = 0;
      for (int k = 0; k < JpegPlane.SIZE; k++) {
        sum +=
            plane.coefficients()[block + k]
                * plane.quantisation()[k]
                * wave(k % 8, x % 8)
                * wave(k / 8, y % 8);
      }
      samples[i] = (float) Math.min(Math.max(sum, -128), 127);
    }
    return samples;
  }

  private static double wave(int frequency, int place) {
    return Math.sqrt(frequency == 0 ? 0.125 : 0.25)
        * Math.cos(Math.PI * (place + 0.5) * frequency / 8);
  }

  private static BufferedImage colourful(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, ((x * 37 + y * y * 11) * 2654435) & 0xFFFFFF);
      }
    }
    return image;
  }

  private static byte[] encode(BufferedImage image, boolean progressive) throws IOException {
    ImageWriter writer = ImageCodecs.jpegWriter();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (progressive) {
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), parameters);
    }
    writer.dispose();
    return file.toByteArray();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream content =
        Objects.requireNonNull(JpegCoefficientsTest.class.getResourceAsStream(name))) {
      return content.readAllBytes();
    }
  }
}
