package io.diffsr.picture.jpeg;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;

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

/**
 * Decodes JPEG files. Greyscale and colour keep their own colour space, as the reader does not see
 * the profile; CMYK is turned into sRGB by the profile in the file or else by the reader's own.
 */
public final class JpegDecoder {
  private static final int BITS = 8;

  private JpegDecoder() {}

  public static Picture decode(byte[] file, PictureHeader header, Consumer<PictureWarning> warn) {
    JpegParts parts;
    try {
      parts = JpegParts.of(file);
    } catch (IOException | IndexOutOfBoundsException | DamagedScanException e) {
      throw new PictureException(CORRUPT, "The JPEG file is damaged.", e);
    }
    BufferedImage image = PixelReading.read(ImageCodecs.jpegReader(), parts.pixelFile(), "JPEG");
    PixelReading.requireSize(image, header, "JPEG");
    int channels = header.channels();
    if (image.getRaster().getNumBands() != channels
        || image.getRaster().getSampleModel().getSampleSize(0) != BITS) {
      throw new PictureException(UNSUPPORTED, "JPEG pictures of this kind of colour are not read.");
    }
    Upright upright = new Upright(image.getRaster(), header);
    float[] colour = PlanarArrays.allocate(channels, header.height(), header.width());
    for (int channel = 0; channel < channels; channel++) {
      upright.copy(
          channel, level -> Samples.ofLevel(level, BITS), colour, channel * upright.size());
    }
    if (parts.profileIgnored()) {
      warn.accept(IccProfile.ignored());
    }
    byte[] profile = parts.cmyk() ? null : IccProfile.fitting(parts.iccProfile(), channels, warn);
    return new Picture(header.width(), header.height(), channels, colour, null, BITS, profile);
  }
}
