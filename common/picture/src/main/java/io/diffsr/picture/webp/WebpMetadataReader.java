package io.diffsr.picture.webp;

import io.diffsr.picture.ExifOrientation;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.XmpPacket;
import io.diffsr.picture.tiff.ExifTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the metadata in the chunks of a WebP file (RFC 9649, section 2.7.1.5). */
public final class WebpMetadataReader {
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
    Optional<ExifTree> tree =
        Optional.ofNullable(exif).flatMap(block -> ExifTree.readOrWarn(block, warn));
    return PictureMetadata.of(
        tree.orElse(null),
        XmpPacket.readOrWarn(xmp, warn),
        null,
        tree.flatMap(ExifTree::resolution).orElse(null));
  }
}
