package io.diffsr.picture.jpeg;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;

import io.diffsr.picture.ExifOrientation;
import io.diffsr.picture.Orientation;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Header and completeness of a JPEG file (ITU-T T.81 annex B; Exif 2.32 section 4.7). */
public final class JpegStructure {
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
        } else if (segments.marker() == JpegSegments.APP1 && orientation == null) {
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
      throw noPicture();
    }
    return orientation == null ? header : header.turned(orientation);
  }

  /**
   * Checks that the file holds all its scans, each with as many restart markers as it must: where a
   * part between two of them is lost, readers go on in the wrong place.
   *
   * @param file opened again where it lacks its end marker, to find out whether all blocks are
   *     there
   * @throws PictureException of kind {@code CORRUPT} or {@code UNSUPPORTED}
   */
  public static void verifyComplete(PictureSource file) throws IOException {
    PictureException damage = null;
    try (InputStream stream = file.open()) {
      if (verifyScans(new JpegSegments(stream))) {
        damage =
            new PictureException(
                CORRUPT, "The JPEG file is truncated: it ends before its end marker.");
      }
    } catch (PictureException e) {
      // What stands behind the pixels of a file without an end may look like segments.
      if (e.kind() != CORRUPT) {
        throw e;
      }
      damage = e;
    }
    if (damage != null && !holdsAllBlocks(file)) {
      throw damage;
    }
  }

  private static boolean holdsAllBlocks(PictureSource file) throws IOException {
    try (InputStream stream = file.open()) {
      return JpegCoefficientReader.endOfBlocks(stream.readAllBytes()).isPresent();
    }
  }

  /** Returns whether the file ends within the last scan. */
  private static boolean verifyScans(JpegSegments segments) throws IOException {
    JpegFrame frame = null;
    int interval = 0;
    int scans = 0;
    long expected = 0;
    while (segments.advance()) {
      requireRestarts(segments, expected);
      expected = 0;
      if (segments.isFrameHeader()) {
        frame = frame(segments.read());
      } else if (segments.marker() == JpegSegments.RESTART_INTERVAL) {
        byte[] content = segments.read();
        interval = content.length < Short.BYTES ? 0 : JpegSegments.number(content, 0);
      } else if (segments.marker() == JpegSegments.QUANTISATION_TABLES) {
        requireFineQuantisers(segments.read());
      } else if (segments.isScanHeader()) {
        if (frame == null) {
          throw noPicture();
        }
        scans++;
        expected = interval == 0 ? 0 : (units(frame, segments.read()) - 1) / interval;
      }
    }
    if (scans > MOST_SCANS) {
      throw new PictureException(
          UNSUPPORTED, "JPEG pictures of more than " + MOST_SCANS + " scans are not read.");
    }
    if (scans == 0) {
      throw noPicture();
    }
    if (!segments.endMissing()) {
      requireRestarts(segments, expected);
    }
    return segments.endMissing();
  }

  /** One more before the end does no harm. */
  private static void requireRestarts(JpegSegments segments, long expected) {
    if (expected > 0 && (segments.restarts() < expected || !segments.restartsInOrder())) {
      throw new PictureException(
          CORRUPT, "The JPEG file is damaged: part of its compressed data is missing.");
    }
  }

  private static JpegFrame frame(byte[] content) {
    try {
      return JpegFrame.of(content);
    } catch (DamagedScanException e) {
      throw new PictureException(
          CORRUPT, "The JPEG file is damaged: its header makes no sense.", e);
    }
  }

  private static long units(JpegFrame frame, byte[] scanHeader) {
    try {
      return frame.units(JpegScanHeader.of(scanHeader));
    } catch (DamagedScanException e) {
      throw new PictureException(CORRUPT, "The JPEG file is damaged: a scan makes no sense.", e);
    }
  }

  /** Readers disagree about what coarser ones give. */
  private static void requireFineQuantisers(byte[] tables) {
    int at = 0;
    while (at < tables.length) {
      boolean wide = (tables[at++] & 0xF0) != 0;
      for (int i = 0; i < JpegPlane.SIZE && wide && at + 2 * i < tables.length; i++) {
        if (tables[at + 2 * i] != 0) {
          throw new PictureException(
              UNSUPPORTED, "JPEG pictures with quantisers of more than 8 bits are not read.");
        }
      }
      at += wide ? 2 * JpegPlane.SIZE : JpegPlane.SIZE;
    }
  }

  private static PictureException noPicture() {
    return new PictureException(CORRUPT, "The JPEG file is damaged: it declares no picture.");
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
