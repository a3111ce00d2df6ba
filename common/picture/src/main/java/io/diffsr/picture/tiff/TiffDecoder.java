package io.diffsr.picture.tiff;

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
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Decodes TIFF files (TIFF 6.0). TwelveMonkeys' reader gets the samples alone; what they mean is
 * read here.
 */
public final class TiffDecoder {

  private TiffDecoder() {}

  public static Picture decode(byte[] file, PictureHeader header, Consumer<PictureWarning> warn) {
    TiffLayout layout = TiffLayout.of(file);
    TiffColour colour = layout.colour();
    BufferedImage image =
        PixelReading.read(ImageCodecs.tiffReader(), TiffSamples.pixelFile(file, layout), "TIFF");
    PixelReading.requireSize(image, header, "TIFF");
    requireSamples(image.getRaster(), colour);
    Upright upright = new Upright(image.getRaster(), header);
    boolean alpha = header.alpha();
    Picture picture =
        new Picture(
            header.width(),
            header.height(),
            header.channels(),
            samples(upright, header, layout),
            alpha
                ? upright.plane(
                    colour.kind().samples(), level -> Samples.opacityOfLevel(level, colour.bits()))
                : null,
            colour.bits() == 16 ? 16 : 8,
            IccProfile.fitting(layout.iccProfile(), header.channels(), warn));
    return colour.extra() == TiffColour.Extra.ASSOCIATED_ALPHA
        ? picture.unpremultiplied()
        : picture;
  }

  private static float[] samples(Upright upright, PictureHeader header, TiffLayout layout) {
    int bits = layout.colour().bits();
    int channels = header.channels();
    float[] samples = PlanarArrays.allocate(channels, header.height(), header.width());
    int[] palette = layout.colourMap();
    int entries = palette.length / 3;
    // Some writers fill the palette's 16 bits with levels of 8.
    int paletteBits = Arrays.stream(palette).allMatch(level -> level < 256) ? 8 : 16;
    for (int channel = 0; channel < channels; channel++) {
      int first = channel * entries;
      Upright.Meaning meaning =
          switch (layout.colour().kind()) {
            case WHITE_IS_ZERO -> level -> -Samples.ofLevel(level, bits);
            case BLACK_IS_ZERO, RGB -> level -> Samples.ofLevel(level, bits);
            case PALETTE -> index -> Samples.ofLevel(palette[first + index], paletteBits);
          };
      upright.copy(entries > 0 ? 0 : channel, meaning, samples, channel * upright.size());
    }
    return samples;
  }

  /** Whether the reader kept the samples as they are stored. */
  private static void requireSamples(Raster raster, TiffColour colour) {
    int[] sizes = raster.getSampleModel().getSampleSize();
    if (sizes.length != colour.samples()
        || Arrays.stream(sizes).anyMatch(size -> size != colour.bits())) {
      throw new PictureException(UNSUPPORTED, "TIFF pictures of this kind of colour are not read.");
    }
  }
}
