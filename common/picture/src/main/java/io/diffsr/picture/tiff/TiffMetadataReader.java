package io.diffsr.picture.tiff;

import static io.diffsr.picture.PictureWarning.Code.FILE_DAMAGED;

import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.Resolution;
import io.diffsr.picture.metadata.XmpPacket;
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
    if (tree.filter(ExifTree::saysShapeAlone).isPresent()) {
      warn.accept(Resolution.shapeAlone());
    }
    if (TiffStructure.verifyComplete(file)) {
      warn.accept(
          new PictureWarning(
              FILE_DAMAGED, "what should follow the first page of the file cannot be read"));
    }
    return PictureMetadata.of(
        tree.orElse(null),
        XmpPacket.readOrWarn(value(page, TiffTags.XMP, XmpPacket.MOST_BYTES), warn),
        value(page, TiffTags.IPTC, MOST_IPTC_BYTES),
        tree.flatMap(ExifTree::resolution).orElse(null));
  }

  private static byte @Nullable [] value(TiffDirectory page, int tag, int most) {
    return page.value(tag, most).map(TiffValue::bytes).orElse(null);
  }
}
