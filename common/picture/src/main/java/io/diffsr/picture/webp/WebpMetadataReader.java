package io.diffsr.picture.webp;

import static io.diffsr.picture.PictureWarning.Code.METADATA_DAMAGED;

import io.diffsr.picture.ExifOrientation;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.XmpPacket;
import io.diffsr.picture.tiff.ExifTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the metadata in the chunks of a WebP file (RFC 9649, section 2.7.1.5). */
public final class WebpMetadataReader {
  private static final int EXIF_PREAMBLE_BYTES = 6;

  private WebpMetadataReader() {}

  /** Reads all chunks; see {@link PictureMetadata}. */
  public static PictureMetadata read(byte[] file, Consumer<PictureWarning> warn)
      throws IOException {
    byte[] exif = null;
    byte[] xmp = null;
    WebpChunks chunks = new WebpChunks(new ByteArrayInputStream(file));
    while (chunks.advance()) {
      if (chunks.type().equals("EXIF") && exif == null) {
        exif = chunks.read(ExifOrientation.MOST_BYTES);
      } else if (chunks.type().equals("XMP ") && xmp == null) {
        xmp = chunks.read(XmpPacket.MOST_BYTES + 1);
      }
    }
    Optional<ExifTree> tree = Optional.ofNullable(exif).flatMap(block -> tree(block, warn));
    if (xmp != null && !XmpPacket.isReadable(xmp)) {
      warn.accept(
          new PictureWarning(METADATA_DAMAGED, "the picture's XMP is damaged and left out"));
      xmp = null;
    }
    return new PictureMetadata(
        tree.orElse(null),
        xmp,
        null,
        tree.flatMap(ExifTree::resolution).orElse(null),
        Map.of(),
        List.of(),
        List.of());
  }

  /** Some writers put JPEG's preamble before the block. */
  private static Optional<ExifTree> tree(byte[] block, Consumer<PictureWarning> warn) {
    int start = ExifOrientation.hasPreamble(block) ? EXIF_PREAMBLE_BYTES : 0;
    return ExifTree.readOrWarn(Arrays.copyOfRange(block, start, block.length), warn);
  }
}
