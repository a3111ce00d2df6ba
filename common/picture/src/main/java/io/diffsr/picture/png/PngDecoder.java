package io.diffsr.picture.png;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.PlanarArrays;
import io.diffsr.picture.Samples;
import io.diffsr.picture.codec.ImageCodecs;
import io.diffsr.picture.codec.PixelReading;
import io.diffsr.picture.codec.Upright;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PNG files (PNG, third edition). The pixels are inflated and unfiltered by the JDK's
 * reader, which gets the critical chunks alone; what the other chunks mean is read here.
 */
public final class PngDecoder {

  private PngDecoder() {}

  public static Picture decode(byte[] file, PictureHeader header, Consumer<PictureWarning> warn) {
    PngParts parts;
    try {
      parts = PngParts.of(file);
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new PictureException(CORRUPT, "The PNG file is damaged.", e);
    }
    BufferedImage image = PixelReading.read(ImageCodecs.pngReader(), parts.pixelFile(), "PNG");
    PixelReading.requireSize(image, header, "PNG");
    Upright upright = new Upright(image.getRaster(), header);
    int bitDepth = header.bitDepth() == 16 ? 16 : 8;
    if (parts.palette()) {
      if (!(image.getColorModel() instanceof IndexColorModel palette)) {
        throw new PictureException(CORRUPT, "The PNG file is damaged: its palette is missing.");
      }
      float[] alpha =
          header.alpha()
              ? upright.plane(0, index -> Samples.opacityOfLevel(palette.getAlpha(index), 8))
              : null;
      return picture(header, expanded(upright, palette), alpha, bitDepth, parts, warn);
    }
    float[] colour = PlanarArrays.allocate(header.channels(), header.height(), header.width());
    for (int channel = 0; channel < header.channels(); channel++) {
      upright.copy(
          channel,
          level -> Samples.ofLevel(level, header.bitDepth()),
          colour,
          channel * header.height() * header.width());
    }
    return picture(
        header, colour, opacity(image.getRaster(), upright, header, parts), bitDepth, parts, warn);
  }

  private static Picture picture(
      PictureHeader header,
      float[] colour,
      float @Nullable [] alpha,
      int bitDepth,
      PngParts parts,
      Consumer<PictureWarning> warn) {
    return new Picture(
        header.width(),
        header.height(),
        header.channels(),
        colour,
        alpha,
        bitDepth,
        parts.profile(header.channels(), warn));
  }

  private static float[] expanded(Upright upright, IndexColorModel palette) {
    int size = upright.size();
    float[] colour = new float[Math.multiplyExact(3, size)];
    upright.copy(0, index -> Samples.ofLevel(palette.getRed(index), 8), colour, 0);
    upright.copy(0, index -> Samples.ofLevel(palette.getGreen(index), 8), colour, size);
    upright.copy(0, index -> Samples.ofLevel(palette.getBlue(index), 8), colour, 2 * size);
    return colour;
  }

  private static float @Nullable [] opacity(
      Raster raster, Upright upright, PictureHeader header, PngParts parts) {
    if (raster.getNumBands() > header.channels()) {
      return upright.plane(
          header.channels(), level -> Samples.opacityOfLevel(level, header.bitDepth()));
    }
    int[] transparent = parts.transparentColour(header.channels(), header.bitDepth());
    if (transparent.length == 0) {
      return null;
    }
    float[] alpha = new float[upright.size()];
    for (int channel = 0; channel < transparent.length; channel++) {
      int key = transparent[channel];
      float[] differs = upright.plane(channel, level -> level == key ? 0 : 1);
      for (int i = 0; i < alpha.length; i++) {
        alpha[i] = Math.max(alpha[i], differs[i]);
      }
    }
    return alpha;
  }
}
