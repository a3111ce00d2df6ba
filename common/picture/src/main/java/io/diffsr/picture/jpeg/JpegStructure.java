package io.diffsr.picture.jpeg;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.diffsr.picture.ExifOrientation;
import io.diffsr.picture.Orientation;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Header and completeness of a JPEG file (ITU-T T.81 annex B; Exif 2.32 section 4.7). */
public final class JpegStructure {
  private static final int APP1 = JpegSegments.APP0 + 1;
  private static final byte[] EXIF_PREAMBLE = "Exif\0\0".getBytes(ISO_8859_1);
  private static final int FRAME_HEADER_BYTES = 6;

  /** Each scan costs the decoder a pass over all pixels; usual progressive files have about ten. */
  private static final int MOST_SCANS = 100;

  private JpegStructure() {}

  public static PictureHeader readHeader(InputStream stream) throws IOException {
    JpegSegments segments = new JpegSegments(stream);
    Orientation orientation = Orientation.UPRIGHT;
    while (segments.advance()) {
      if (segments.isFrameHeader()) {
        return header(segments.marker(), segments.read(), orientation);
      }
      if (segments.marker() == APP1) {
        byte[] content = segments.read();
        if (startsWith(content, EXIF_PREAMBLE)) {
          orientation = ExifOrientation.read(content, EXIF_PREAMBLE.length);
        }
      }
    }
    throw new PictureException(CORRUPT, "The JPEG file is damaged: it declares no picture.");
  }

  public static void verifyComplete(InputStream stream) throws IOException {
    JpegSegments segments = new JpegSegments(stream);
    boolean frame = false;
    int scans = 0;
    while (segments.advance()) {
      frame |= segments.isFrameHeader();
      scans += segments.isScanHeader() ? 1 : 0;
    }
    if (scans > MOST_SCANS) {
      throw new PictureException(
          UNSUPPORTED, "JPEG pictures of more than " + MOST_SCANS + " scans are not read.");
    }
    if (!frame || scans == 0) {
      throw new PictureException(CORRUPT, "The JPEG file is damaged: it declares no picture.");
    }
  }

  private static PictureHeader header(int marker, byte[] content, Orientation orientation) {
    if (content.length < FRAME_HEADER_BYTES) {
      throw new PictureException(CORRUPT, "The JPEG file is damaged: its header is cut short.");
    }
    // SOF0 baseline, SOF1 extended, SOF2 progressive; the others are lossless, hierarchical or
    // arithmetic-coded, which the decoder below does not read.
    if (marker > 0xC2) {
      throw new PictureException(
          UNSUPPORTED, "Only baseline and progressive JPEG pictures are read.");
    }
    ByteBuffer header = ByteBuffer.wrap(content);
    int bitDepth = header.get() & 0xFF;
    int height = header.getShort() & 0xFFFF;
    int width = header.getShort() & 0xFFFF;
    int components = header.get() & 0xFF;
    if (bitDepth != 8) {
      throw new PictureException(
          UNSUPPORTED, "JPEG pictures with " + bitDepth + " bits per sample are not read.");
    }
    if (components != 1 && components != 3 && components != 4) {
      throw new PictureException(
          UNSUPPORTED, "JPEG pictures with " + components + " components are not read.");
    }
    if (width == 0 || height == 0) {
      throw new PictureException(CORRUPT, "The JPEG file is damaged: its header declares no size.");
    }
    return PictureHeader.ofStored(
        PictureFormat.JPEG, width, height, components == 1 ? 1 : 3, bitDepth, false, orientation);
  }

  private static boolean startsWith(byte[] content, byte[] start) {
    return content.length >= start.length
        && Arrays.equals(content, 0, start.length, start, 0, start.length);
  }
}
