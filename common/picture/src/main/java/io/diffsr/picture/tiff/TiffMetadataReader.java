package io.diffsr.picture.tiff;

import static io.diffsr.picture.PictureWarning.Code.FILE_DAMAGED;
import static io.diffsr.picture.PictureWarning.Code.METADATA_DAMAGED;
import static io.diffsr.picture.PictureWarning.Code.RESOLUTION_UNKNOWN;

import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.XmpPacket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the metadata in the first directory of a TIFF file. */
public final class TiffMetadataReader {
  private static final int MOST_IPTC_BYTES = 1 << 20;

  private TiffMetadataReader() {}

  /** Reads the directory; see {@link PictureMetadata}. */
  public static PictureMetadata read(byte[] file, Consumer<PictureWarning> warn) {
    TiffDirectory page = TiffDirectory.first(file);
    Optional<ExifTree> tree = ExifTree.read(page, warn);
    byte[] xmp = value(page, TiffTags.XMP, XmpPacket.MOST_BYTES);
    if (xmp != null && !XmpPacket.isReadable(xmp)) {
      warn.accept(
          new PictureWarning(METADATA_DAMAGED, "the picture's XMP is damaged and left out"));
      xmp = null;
    }
    if (tree.filter(ExifTree::saysShapeAlone).isPresent()) {
      warn.accept(
          new PictureWarning(
              RESOLUTION_UNKNOWN,
              "the file says that its pixels are not square, and no size: the result's are"
                  + " square"));
    }
    if (TiffStructure.verifyComplete(file)) {
      warn.accept(
          new PictureWarning(
              FILE_DAMAGED, "what should follow the first page of the file cannot be read"));
    }
    return new PictureMetadata(
        tree.orElse(null),
        xmp,
        value(page, TiffTags.IPTC, MOST_IPTC_BYTES),
        tree.flatMap(ExifTree::resolution).orElse(null),
        Map.of(),
        List.of(),
        List.of());
  }

  private static byte @Nullable [] value(TiffDirectory page, int tag, int most) {
    return page.value(tag, most).map(TiffValue::bytes).orElse(null);
  }
}
