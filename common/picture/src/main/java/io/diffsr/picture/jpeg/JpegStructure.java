package io.diffsr.picture.jpeg;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;

import io.diffsr.picture.ExifOrientation;
import io.diffsr.picture.Orientation;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Header and completeness of a JPEG file (ITU-T T.81 annex B; Exif 2.32 section 4.7). */
public final class JpegStructure {
  private static final int APP1 = JpegSegments.APP0 + 1;
  private static final int FRAME_HEADER_BYTES = 6;

  /** Each scan costs the decoder a pass over all pixels; usual progressive files have about ten. */
  private static final int MOST_SCANS = 100;

  private JpegStructure() {}

  public static PictureHeader readHeader(InputStream stream) throws IOException {
    JpegSegments segments = new JpegSegments(stream);
    PictureHeader header = null;
    Orientation orientation = null;
    try {
      while (segments.advance() && !segments.isScanHeader()) {
        if (segments.isFrameHeader() && header == null) {
          header = header(segments.marker(), segments.read());
        } else if (segments.marker() == APP1 && orientation == null) {
          byte[] content = segments.read();
          // The first block counts, wherever it stands before the pixels.
          orientation = ExifOrientation.hasPreamble(content) ? ExifOrientation.read(content) : null;
        }
      }
    } catch (PictureException e) {
      // The header stands on its own; verifyComplete meets the same damage and reports it.
      if (header == null) {
        throw e;
      }
    }
    if (header == null) {
      throw new PictureException(CORRUPT, "The JPEG file is damaged: it declares no picture.");
    }
    return orientation == null ? header : header.turned(orientation);
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

  private static PictureHeader header(int marker, byte[] content) {
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
        PictureFormat.JPEG,
        width,
        height,
        components == 1 ? 1 : 3,
        bitDepth,
        false,
        Orientation.UPRIGHT);
  }
}
