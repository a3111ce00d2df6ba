package io.diffsr.picture.webp;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;

import io.diffsr.picture.IccProfile;
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
import java.io.IOException;
import java.util.function.Consumer;

/** Decodes WebP files (RFC 9649) by libwebp, which gets the chunks of the pixels alone. */
public final class WebpDecoder {
  private static final int CHANNELS = 3;
  private static final int BITS = 8;

  private WebpDecoder() {}

  public static Picture decode(byte[] file, PictureHeader header, Consumer<PictureWarning> warn) {
    WebpParts parts;
    try {
      parts = WebpParts.of(file);
    } catch (IOException e) {
      throw new PictureException(CORRUPT, "The WebP file is damaged.", e);
    }
    BufferedImage image = pixels(parts.pixelFile());
    PixelReading.requireSize(image, header, "WebP");
    Upright upright = new Upright(image.getRaster(), header);
    float[] colour = PlanarArrays.allocate(CHANNELS, header.height(), header.width());
    for (int channel = 0; channel < CHANNELS; channel++) {
      upright.copy(
          channel, level -> Samples.ofLevel(level, BITS), colour, channel * upright.size());
    }
    float[] alpha =
        image.getColorModel().hasAlpha()
            ? upright.plane(CHANNELS, level -> Samples.opacityOfLevel(level, BITS))
            : null;
    return new Picture(
        header.width(),
        header.height(),
        CHANNELS,
        colour,
        alpha,
        BITS,
        IccProfile.fitting(parts.iccProfile(), CHANNELS, warn));
  }

  private static BufferedImage pixels(byte[] file) {
    try {
      return PixelReading.read(ImageCodecs.webpReader(), file, "WebP");
    } catch (OutOfMemoryError e) {
      // libwebp reports so what is really a damaged opacity; the Java runtime names what it lacks.
      if (e.getMessage() != null) {
        throw e;
      }
      throw new PictureException(CORRUPT, PixelReading.damaged("WebP"), e);
    }
  }
}
