package io.diffsr.picture.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureBytes;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.codec.ImageCodecs;
import io.diffsr.picture.png.PngFileBuilder;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegDecoderTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);

  /** Stored: the left half black, the right half white, 32 × 16; where is white when upright? */
  @ParameterizedTest
  @CsvSource({
    "1, 32, 24, 8", "2, 32, 8, 8", "3, 32, 8, 8", "4, 32, 24, 8",
    "5, 16, 8, 24", "6, 16, 8, 24", "7, 16, 8, 8", "8, 16, 8, 8"
  })
  void theExifOrientationIsApplied(int orientation, int width, int whiteColumn, int whiteRow) {
    float[] stored = new float[32 * 16];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = i % 32 < 16 ? -1 : 1;
    }
    byte[] file = encode(Picture.of(32, 16, 1, stored));
    byte[] exif = PngFileBuilder.exif(orientation);
    Picture picture =
        decode(withSegment(file, 0xE1, PictureBytes.join("Exif\0\0".getBytes(ISO_8859_1), exif)));
    assertEquals(width, picture.width());
    assertEquals(48 - width, picture.height());
    assertEquals(1, picture.colour()[whiteRow * width + whiteColumn], 0.05);
    int black = (picture.height() - 1 - whiteRow) * width + width - 1 - whiteColumn;
    assertEquals(-1, picture.colour()[black], 0.05);
  }

  @Test
  void samplesStayInTheColourSpaceOfTheProfile() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    float[] grey = new float[3 * 64];
    Arrays.fill(grey, -0.5f);
    Picture read = decode(encode(new Picture(8, 8, 3, grey, null, 8, profile)));
    assertArrayEquals(grey, read.colour(), 0.02f);
    assertArrayEquals(profile, read.iccProfile());
  }

  @Test
  void progressiveFilesAreRead() throws IOException {
    WritableRaster raster = raster(3, 40, 200, 90);
    Picture read = decode(write(raster, true));
    assertEquals(16, read.width());
    assertEquals(3, read.channels());
  }

  /** Adobe stores CMYK inverted: 255 is no ink. */
  @Test
  void cmykBecomesRgbWithoutItsProfile() throws IOException {
    byte[] adobe =
        PictureBytes.join(
            "Adobe".getBytes(ISO_8859_1), PngFileBuilder.bytes(0, 100, 0, 0, 0, 0, 0));
    Picture white = decode(withSegment(write(raster(4, 255, 255, 255, 255), false), 0xEE, adobe));
    Picture black = decode(withSegment(write(raster(4, 255, 255, 255, 0), false), 0xEE, adobe));
    assertEquals(3, white.channels());
    assertNull(white.iccProfile());
    for (int i = 0; i < white.colour().length; i++) {
      assertEquals(1, white.colour()[i], 0.05);
      assertEquals(-1, black.colour()[i], 0.4);
    }
  }

  private static WritableRaster raster(int bands, int... levels) {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 8, bands, null);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 16; x++) {
        raster.setPixel(x, y, levels);
      }
    }
    return raster;
  }

  private static byte[] write(Raster raster, boolean progressive) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageCodecs.jpegWriter();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (progressive) {
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(raster, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  private static byte[] encode(Picture picture) {
    return PictureEncoder.encode(picture, PictureFormat.JPEG, 95);
  }

  private static byte[] withSegment(byte[] file, int marker, byte[] content) {
    int length = content.length + 2;
    byte[] head = PngFileBuilder.bytes(0xFF, marker, length >> 8, length);
    return PictureBytes.join(
        Arrays.copyOf(file, 2), head, content, Arrays.copyOfRange(file, 2, file.length));
  }

  private static Picture decode(byte[] file) {
    return PictureDecoder.decode(file, LIMITS);
  }
}
