package io.diffsr.picture.bmp;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.codec.ArgbPixels;
import io.diffsr.picture.codec.ImageCodecs;
import io.diffsr.picture.codec.PixelReading;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.Resolution;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Consumer;

/** Decodes BMP files by the JDK's reader. */
public final class BmpDecoder {
  private BmpDecoder() {}

  public static Picture decode(byte[] file, PictureHeader header) {
    BufferedImage image = PixelReading.read(ImageCodecs.bmpReader(), file, "BMP");
    PixelReading.requireSize(image, header, "BMP");
    return ArgbPixels.picture(image, header.width(), header.height(), 0, 0, header.alpha());
  }

  /** Nothing but the resolution; see {@link PictureMetadata}. */
  public static PictureMetadata metadata(byte[] file, Consumer<PictureWarning> warn)
      throws IOException {
    BmpHeader header = BmpHeader.read(new ByteArrayInputStream(file));
    if (header.profile()) {
      warn.accept(
          new PictureWarning(
              PictureWarning.Code.PROFILE_IGNORED,
              "profiles in BMP files are not read: the picture is taken for sRGB"));
    }
    return PictureMetadata.of(
        null,
        null,
        null,
        Resolution.perMetre(header.horizontalPerMetre(), header.verticalPerMetre()).orElse(null));
  }
}
