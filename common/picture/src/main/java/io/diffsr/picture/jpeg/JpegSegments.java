package io.diffsr.picture.jpeg;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.NOT_A_PICTURE;

import io.diffsr.picture.PictureException;
import io.diffsr.picture.png.PngChunks;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Walks the marker segments of a JPEG file in order, passing over compressed data (ITU-T T.81 annex
 * B). Used like {@link PngChunks}; JPEG has no checksums, so only the structure is checked.
 */
public final class JpegSegments {
  /** First of the application markers; {@code APP1} holds Exif, {@code APP2} the ICC profile. */
  public static final int APP0 = 0xE0;

  private static final int START_OF_IMAGE = 0xD8;
  static final int HUFFMAN_TABLES = 0xC4;
  static final int END_OF_IMAGE = 0xD9;
  static final int START_OF_SCAN = 0xDA;
  static final int QUANTISATION_TABLES = 0xDB;
  static final int RESTART_INTERVAL = 0xDD;
  static final int APP1 = APP0 + 1;
  static final int COMMENT = 0xFE;
  private static final int FIRST_RESTART = 0xD0;
  private static final int LAST_RESTART = 0xD7;
  private static final int RESTARTS = 8;
  private static final int TEMPORARY = 0x01;

  private final DataInputStream input;
  private int marker;
  private int length;
  private int restarts;
  private boolean restartsInOrder;
  private boolean endMissing;
  private boolean pending;

  /**
   * Starts at the start-of-image marker.
   *
   * @throws PictureException if the stream does not start with it
   */
  public JpegSegments(InputStream stream) throws IOException {
    input = new DataInputStream(new BufferedInputStream(stream));
    if (input.read() != 0xFF || input.read() != START_OF_IMAGE) {
      throw new PictureException(NOT_A_PICTURE, "The file is not a JPEG picture.");
    }
  }

  /**
   * Moves to the next segment. Bytes between segments that belong to none are passed over, as
   * libjpeg does.
   *
   * @return false at the end-of-image marker, what follows which is no part of the picture; and
   *     where the file ends within compressed data, see {@link #endMissing}
   * @throws PictureException of kind {@code CORRUPT} where the file ends elsewhere
   */
  public boolean advance() throws IOException {
    if (marker == END_OF_IMAGE || endMissing) {
      return false;
    }
    try {
      if (pending) {
        pending = false;
        input.skipNBytes(length);
      }
      do {
        marker = marker == START_OF_SCAN ? markerAfterScan() : markerHere();
        if (endMissing) {
          return false;
        }
      } while (isStandalone(marker));
      if (marker == END_OF_IMAGE) {
        return false;
      }
      length = input.readUnsignedShort() - 2;
      if (length < 0) {
        throw new PictureException(
            CORRUPT, "The JPEG file is damaged: a segment declares an impossible length.");
      }
      pending = true;
      return true;
    } catch (EOFException e) {
      throw truncated(e);
    }
  }

  /** The second byte of the segment's marker. */
  public int marker() {
    return marker;
  }

  /** True at the segment that declares size, precision and components (SOF0..SOF15). */
  public boolean isFrameHeader() {
    // DHT, JPG and DAC sit in the same range and mean something else.
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** True at the segment that starts compressed data. */
  public boolean isScanHeader() {
    return marker == START_OF_SCAN;
  }

  /**
   * The segment's content, without marker and length. May be called once per segment.
   *
   * @throws PictureException of kind {@code CORRUPT} where the file ends early
   */
  public byte[] read() throws IOException {
    pending = false;
    byte[] content = new byte[length];
    try {
      input.readFully(content);
    } catch (EOFException e) {
      throw truncated(e);
    }
    return content;
  }

  /** Whether the file ends within compressed data, which may hold the whole picture still. */
  public boolean endMissing() {
    return endMissing;
  }

  /** Restart markers in the compressed data that {@link #advance} has passed over last. */
  public int restarts() {
    return restarts;
  }

  /** Whether those counted from 0 to 7 and began again, as they must (ITU-T T.81, E.1.4). */
  public boolean restartsInOrder() {
    return restartsInOrder;
  }

  private int markerHere() throws IOException {
    int code;
    do {
      while (input.readUnsignedByte() != 0xFF) {
        // A stray byte.
      }
      do {
        code = input.readUnsignedByte();
      } while (code == 0xFF);
    } while (code == 0);
    return code;
  }

  /** Compressed data ends at the first marker that is neither a stuffed 0xFF nor a restart. */
  private int markerAfterScan() throws IOException {
    restarts = 0;
    restartsInOrder = true;
    while (true) {
      int read = input.read();
      if (read < 0) {
        endMissing = true;
        return START_OF_SCAN;
      }
      if (read != 0xFF) {
        continue;
      }
      int code;
      do {
        code = input.read();
      } while (code == 0xFF);
      if (code >= FIRST_RESTART && code <= LAST_RESTART) {
        restartsInOrder &= code == FIRST_RESTART + restarts % RESTARTS;
        restarts++;
      } else if (startsSegment(code)) {
        return code;
      }
    }
  }

  /** Whether a segment's content begins with the name of what it holds. */
  static boolean startsWith(byte[] content, byte[] name) {
    return content.length >= name.length
        && Arrays.equals(content, 0, name.length, name, 0, name.length);
  }

  /** The number in two bytes, the higher first. */
  static int number(byte[] content, int offset) {
    return ((content[offset] & 0xFF) << 8) | (content[offset + 1] & 0xFF);
  }

  /** Whether a byte after 0xFF makes a marker that a segment follows, or the end of the image. */
  static boolean startsSegment(int code) {
    return code > 0 && code < 0xFF && !isStandalone(code);
  }

  private static boolean isStandalone(int code) {
    return code == TEMPORARY || (code >= FIRST_RESTART && code <= LAST_RESTART);
  }

  private static PictureException truncated(EOFException cause) {
    return new PictureException(
        CORRUPT, "The JPEG file is truncated: it ends before its end marker.", cause);
  }
}
