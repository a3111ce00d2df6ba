package io.diffsr.picture.gif;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.codec.ArgbPixels;
import io.diffsr.picture.codec.ImageCodecs;
import io.diffsr.picture.codec.PixelReading;
import io.diffsr.picture.metadata.PictureMetadata;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Decodes GIF files of one picture by the JDK's reader. */
public final class GifDecoder {
  private GifDecoder() {}

  public static Picture decode(byte[] file, PictureHeader header) {
    BufferedImage image = PixelReading.read(ImageCodecs.gifReader(), file, "GIF");
    GifFrame frame = frame(file);
    if (image.getWidth() != frame.width() || image.getHeight() != frame.height()) {
      throw new PictureException(CORRUPT, PixelReading.damaged("GIF"));
    }
    return ArgbPixels.picture(
        image, header.width(), header.height(), frame.left(), frame.top(), header.alpha());
  }

  /** Nothing but comments; see {@link PictureMetadata}. */
  public static PictureMetadata metadata(byte[] file) {
    return new PictureMetadata(null, null, null, null, Map.of(), List.of(), frame(file).comments());
  }

  private static GifFrame frame(byte[] file) {
    try {
      return GifFrame.read(new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new PictureException(CORRUPT, PixelReading.damaged("GIF"), e);
    }
  }
}
