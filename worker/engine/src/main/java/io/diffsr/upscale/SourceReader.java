package io.diffsr.upscale;

import io.diffsr.consistency.SourcePicture;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.jpeg.JpegCoefficients;
import io.diffsr.request.UpscaleSpec;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out what a file says of its original beyond the pixels that it decodes to. */
@SuppressWarnings("ArrayRecordComponent") // Not compared by value.
record SourceReader(byte[] file, PictureLimits limits) {
  /**
   * The input of a run.
   *
   * @param input what the file decodes to
   * @param warn is told where the file says more than can be read
   */
  SourcePicture read(Picture input, UpscaleSpec spec, Consumer<String> warn) {
    PictureHeader header = PictureHeaderReader.admit(file, limits);
    if (header.format() != PictureFormat.JPEG || spec.noiseSigma() > 0) {
      return SourcePicture.of(input);
    }
    Optional<JpegCoefficients> coefficients = JpegCoefficients.of(file);
    if (coefficients.isEmpty()) {
      warn.accept(
          "the JPEG file is neither greyscale nor YCbCr: the result agrees with its pixels, and"
              + " repeats what coding did to them");
      return SourcePicture.of(input);
    }
    return new SourcePicture(input, coefficients.get(), header.orientation());
  }
}
