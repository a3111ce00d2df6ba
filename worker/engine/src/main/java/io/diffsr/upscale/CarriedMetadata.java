package io.diffsr.upscale;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.metadata.MetadataReader;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.webp.WebpEncoder;
import io.diffsr.request.MetadataHandling;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What goes over from the input's file to the result's beside pixels and profile.
 *
 * @param metadata that the result's format has a place for
 * @param warnings what does not go over
 */
record CarriedMetadata(PictureMetadata metadata, List<PictureWarning> warnings) {
  /** Of no interest where metadata are not wanted. */
  private static final Set<PictureWarning.Code> ABOUT_METADATA =
      EnumSet.of(
          PictureWarning.Code.METADATA_DAMAGED,
          PictureWarning.Code.METADATA_DROPPED,
          PictureWarning.Code.RESOLUTION_UNKNOWN);

  /**
   * Reads the input's.
   *
   * @param file of the input, admitted before
   * @param output the result
   */
  static CarriedMetadata of(
      byte[] file,
      PictureHeader header,
      Picture output,
      PictureFormat format,
      MetadataHandling handling) {
    List<PictureWarning> warnings = new ArrayList<>();
    PictureMetadata read = MetadataReader.read(file, header.format(), warnings::add);
    boolean kept = handling == MetadataHandling.KEEP;
    if (!kept) {
      warnings.removeIf(warning -> ABOUT_METADATA.contains(warning.code()));
    }
    PictureMetadata fitting =
        (kept ? read.enlarged(header, output.width(), output.height()) : read.colourAlone())
            .fitting(format, warnings::add);
    if (format == PictureFormat.WEBP
        && output.iccProfile() != null
        && WebpEncoder.profile(output) == null) {
      warnings.add(
          new PictureWarning(
              PictureWarning.Code.COLOUR_DROPPED,
              "WebP knows no greyscale, and the picture's profile says nothing of colour"));
    }
    return new CarriedMetadata(fitting, List.copyOf(warnings));
  }
}
