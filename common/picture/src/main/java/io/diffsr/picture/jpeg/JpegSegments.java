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

/**
 * Walks the marker segments of a JPEG file in order, passing over compressed data (ITU-T T.81 annex
 * B). Used like {@link PngChunks}; JPEG has no checksums, so only the structure is checked.
 */
public final class JpegSegments {
  /** First of the application markers; {@code APP1} holds Exif, {@code APP2} the ICC profile. */
  public static final int APP0 = 0xE0;

  private static final int START_OF_IMAGE = 0xD8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int FIRST_RESTART = 0xD0;
  private static final int LAST_RESTART = 0xD7;
  private static final int TEMPORARY = 0x01;

  private final DataInputStream input;
  private int marker;
  private int length;
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
   * Moves to the next segment.
   *
   * @return false at the end-of-image marker; what follows it is no part of the picture
   * @throws PictureException of kind {@code CORRUPT} where the file ends early or holds no marker
   *     where one must be
   */
  public boolean advance() throws IOException {
    if (marker == END_OF_IMAGE) {
      return false;
    }
    try {
      if (pending) {
        pending = false;
        input.skipNBytes(length);
      }
      do {
        marker = marker == START_OF_SCAN ? markerAfterScan() : markerHere();
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

  private int markerHere() throws IOException {
    if (input.readUnsignedByte() != 0xFF) {
      throw new PictureException(CORRUPT, "The JPEG file is damaged: no marker where one must be.");
    }
    int code;
    do {
      code = input.readUnsignedByte();
    } while (code == 0xFF);
    return code;
  }

  /** Compressed data ends at the first marker that is neither a stuffed 0xFF nor a restart. */
  private int markerAfterScan() throws IOException {
    while (true) {
      if (input.readUnsignedByte() != 0xFF) {
        continue;
      }
      int code;
      do {
        code = input.readUnsignedByte();
      } while (code == 0xFF);
      if (code != 0 && !isStandalone(code)) {
        return code;
      }
    }
  }

  private static boolean isStandalone(int code) {
    return code == TEMPORARY || (code >= FIRST_RESTART && code <= LAST_RESTART);
  }

  private static PictureException truncated(EOFException cause) {
    return new PictureException(
        CORRUPT, "The JPEG file is truncated: it ends before its end marker.", cause);
  }
}
