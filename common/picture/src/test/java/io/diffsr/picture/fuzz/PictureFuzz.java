package io.diffsr.picture.fuzz;

import io.diffsr.picture.Interruption;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.jpeg.JpegCoefficients;
import io.diffsr.picture.metadata.MetadataReader;
import io.diffsr.picture.metadata.PictureMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a file as gateway and worker do, and complains of what they must not do. */
final class PictureFuzz {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 18, 1 << 20);
  private static final List<PictureFormat> WRITTEN =
      List.of(PictureFormat.PNG, PictureFormat.JPEG, PictureFormat.WEBP, PictureFormat.TIFF);

  /** Nothing that a file holds may take more room in the files made of it than it took. */
  private static final int MOST_GROWTH = 1 << 16;

  private final Map<String, Integer> outcomes = new TreeMap<>();

  /** How often each outcome came, by format and kind. */
  Map<String, Integer> outcomes() {
    return outcomes;
  }

  /**
   * Reads a file.
   *
   * @throws AssertionError where a promise is broken
   */
  void read(byte[] file) {
    PictureHeader header;
    try {
      header = PictureHeaderReader.admit(file, LIMITS);
    } catch (PictureException e) {
      note("refused at submission", e);
      return;
    }
    List<PictureWarning> warnings = new ArrayList<>();
    Picture picture;
    try {
      picture = PictureDecoder.decode(file, header, warnings::add);
    } catch (PictureException e) {
      note(header.format() + ": refused by its decoder", e);
      return;
    }
    require(picture.width() == header.width(), "another width than its header says");
    require(picture.height() == header.height(), "another height than its header says");
    require(picture.channels() == header.channels(), "other channels than its header says");
    require((picture.alpha() != null) == header.alpha(), "other opacity than its header says");
    if (header.format() == PictureFormat.JPEG) {
      JpegCoefficients.of(file)
          .ifPresent(
              found ->
                  require(
                      found.width() == header.storedWidth(), "coefficients of another picture"));
    }
    PictureMetadata metadata = MetadataReader.read(file, header.format(), warnings::add);
    Picture result = Picture.of(2, 2, 3, new float[12]);
    for (PictureFormat format : WRITTEN) {
      PictureMetadata fitting = metadata.enlarged(header, 2, 2).fitting(format, warnings::add);
      byte[] written = PictureEncoder.encode(result, fitting, format, 50, Interruption.NONE);
      require(
          written.length <= 2 * file.length + MOST_GROWTH,
          "metadata that grow to " + written.length + " bytes");
      List<PictureWarning> again = new ArrayList<>();
      require(
          PictureDecoder.decode(written, PictureHeaderReader.admit(written, LIMITS), again::add)
                  .width()
              == 2,
          "a result that cannot be read");
      PictureMetadata read = MetadataReader.read(written, format, again::add);
      require(read.exif() != null || fitting.exifBlock(format).isEmpty(), "Exif lost");
      require((read.xmp() != null) == (fitting.xmp() != null), "XMP lost");
    }
    outcomes.merge(
        header.format() + ": read" + (warnings.isEmpty() ? "" : ", with warnings"),
        1,
        Integer::sum);
  }

  private void note(String outcome, PictureException refusal) {
    require(!String.valueOf(refusal.getMessage()).isBlank(), "a refusal without words");
    outcomes.merge(outcome + ", " + refusal.kind(), 1, Integer::sum);
  }

  private static void require(boolean kept, String broken) {
    if (!kept) {
      throw new AssertionError(broken);
    }
  }
}
