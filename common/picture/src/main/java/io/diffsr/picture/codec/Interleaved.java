package io.diffsr.picture.codec;

import io.diffsr.picture.Bands;
import io.diffsr.picture.Samples;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import org.jspecify.annotations.Nullable;

/** Lays planes out as an image writer wants them: integer levels, pixel after pixel. */
public final class Interleaved {
  private static final int BAND_ROWS = 16;

  private Interleaved() {}

  /**
   * The image.
   *
   * @param colour 1 or 3 planes of height × width in -1..1; values outside are clipped
   * @param alpha one plane in 0..1, or null
   * @param bitDepth 8 or 16
   */
  public static BufferedImage image(
      int width, int height, float[] colour, float @Nullable [] alpha, int bitDepth) {
    int size = Math.multiplyExact(width, height);
    int channels = colour.length / size;
    int bands = channels + (alpha == null ? 0 : 1);
    int type = bitDepth == 16 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
    WritableRaster raster = Raster.createInterleavedRaster(type, width, height, bands, null);
    DataBuffer buffer = raster.getDataBuffer();
    Bands.run(
        height,
        BAND_ROWS,
        (from, to) -> {
          for (int pixel = from * width; pixel < to * width; pixel++) {
            for (int channel = 0; channel < channels; channel++) {
              int level = Samples.level(colour[channel * size + pixel], bitDepth);
              store(buffer, pixel * bands + channel, level);
            }
            if (alpha != null) {
              store(buffer, pixel * bands + channels, Samples.opacityLevel(alpha[pixel], bitDepth));
            }
          }
        });
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            alpha != null,
            false,
            alpha == null ? Transparency.OPAQUE : Transparency.TRANSLUCENT,
            type);
    return new BufferedImage(model, raster, false, null);
  }

  private static void store(DataBuffer buffer, int index, int level) {
    if (buffer instanceof DataBufferUShort words) {
      words.getData()[index] = (short) level;
    } else if (buffer instanceof DataBufferByte bytes) {
      bytes.getData()[index] = (byte) level;
    }
  }
}
