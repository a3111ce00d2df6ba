package io.diffsr.picture.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.codec.WrittenFile;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.Resolution;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Puts a profile and metadata into a JPEG file that starts with JFIF's segment. */
final class JpegMetadataWriter {
  private static final byte[] EXIF = "Exif\0\0".getBytes(ISO_8859_1);

  /** The JFIF segment comes right after the start of the image; the others follow it. */
  private static final int JFIF_END = 20;

  private static final int UNIT_OFFSET = 13;
  private static final int HORIZONTAL_OFFSET = 14;
  private static final int VERTICAL_OFFSET = 16;
  private static final int INCH = 1;
  private static final int MOST = 65_535;

  private JpegMetadataWriter() {}

  /** The file with both. */
  static byte[] added(WrittenFile file, byte @Nullable [] profile, PictureMetadata metadata) {
    ByteArrayOutputStream segments = new ByteArrayOutputStream();
    metadata
        .exifBlock(PictureFormat.JPEG)
        .ifPresent(block -> write(segments, JpegSegments.APP1, EXIF, block));
    byte[] xmp = metadata.xmp();
    if (xmp != null) {
      write(segments, JpegSegments.APP1, JpegMetadataReader.XMP, xmp);
    }
    if (profile != null) {
      segments.writeBytes(JpegProfile.segments(profile));
    }
    byte[] iptc = metadata.iptc();
    if (iptc != null) {
      PhotoshopResources.content(iptc)
          .ifPresent(content -> write(segments, PhotoshopResources.MARKER, new byte[0], content));
    }
    metadata
        .comments()
        .forEach(comment -> write(segments, JpegSegments.COMMENT, new byte[0], comment));
    byte[] whole = file.with(JFIF_END, segments.toByteArray());
    Resolution resolution = metadata.resolution();
    if (resolution != null) {
      whole[UNIT_OFFSET] = INCH;
      number(whole, HORIZONTAL_OFFSET, resolution.horizontal());
      number(whole, VERTICAL_OFFSET, resolution.vertical());
    }
    return whole;
  }

  private static void write(
      ByteArrayOutputStream segments, int marker, byte[] name, byte[] content) {
    int length = name.length + content.length + 2;
    segments.writeBytes(
        new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length});
    segments.writeBytes(name);
    segments.writeBytes(content);
  }

  private static void number(byte[] file, int offset, double value) {
    int nearest = (int) Math.min(Math.max(Math.round(value), 1), MOST);
    file[offset] = (byte) (nearest >> 8);
    file[offset + 1] = (byte) nearest;
  }
}
