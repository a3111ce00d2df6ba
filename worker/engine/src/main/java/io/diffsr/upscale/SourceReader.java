package io.diffsr.upscale;

import io.diffsr.consistency.SourcePicture;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.jpeg.JpegCoefficients;
import io.diffsr.request.UpscaleSpec;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out what a file says of its original beyond the pixels that it decodes to. */
@SuppressWarnings("ArrayRecordComponent") // Not compared by value.
record SourceReader(byte[] file, PictureHeader header) {
  /**
   * The input of a run.
   *
   * @param input what the file decodes to
   * @param warn takes that the file says more than can be read
   */
  SourcePicture read(Picture input, UpscaleSpec spec, Consumer<PictureWarning> warn) {
    if (header.format() != PictureFormat.JPEG || spec.noiseSigma() > 0) {
      return SourcePicture.of(input);
    }
    Optional<JpegCoefficients> coefficients = JpegCoefficients.of(file);
    if (coefficients.isEmpty()) {
      warn.accept(
          new PictureWarning(
              PictureWarning.Code.COEFFICIENTS_IGNORED,
              "the JPEG file's coefficients are of a kind that is not used: the result agrees with its"
                  + " pixels, and repeats what coding did to them"));
      return SourcePicture.of(input);
    }
    return new SourcePicture(input, coefficients.get(), header.orientation());
  }
}
