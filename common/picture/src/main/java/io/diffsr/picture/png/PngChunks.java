package io.diffsr.picture.png;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.NOT_A_PICTURE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.diffsr.picture.PictureException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Walks the chunks of a PNG file in order and checks each one's length and checksum (PNG, third
 * edition, section 5). Chunks that are not {@link #read} are passed over without being held in
 * memory.
 *
 * <pre>{@code
 * PngChunks chunks = new PngChunks(stream);
 * while (chunks.advance()) {
 *   if (chunks.type().equals("eXIf")) { use(chunks.read()); }
 * }
 * }</pre>
 */
public final class PngChunks {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int BLOCK_BYTES = 8192;

  private final DataInputStream input;
  private final CRC32 checksum = new CRC32();
  private String type = "";
  private int length;
  private boolean pending;
  private boolean pixelsSeen;
  private boolean endMissing;

  /**
   * Starts at the signature.
   *
   * @throws PictureException if the stream does not start with PNG's signature
   */
  public PngChunks(InputStream stream) throws IOException {
    input = new DataInputStream(new BufferedInputStream(stream));
    if (!Arrays.equals(input.readNBytes(SIGNATURE.length), SIGNATURE)) {
      throw new PictureException(NOT_A_PICTURE, "The file is not a PNG picture.");
    }
  }

  /**
   * Moves to the next chunk.
   *
   * @return false after {@code IEND}, what follows which is no part of the picture; and where the
   *     file ends behind pixels, see {@link #endMissing}
   * @throws PictureException of kind {@code CORRUPT} where the file ends early or a chunk is
   *     damaged
   */
  public boolean advance() throws IOException {
    if (pending) {
      pass();
    }
    if (type.equals("IEND") || endMissing) {
      return false;
    }
    try {
      length = input.readInt();
      byte[] name = new byte[4];
      input.readFully(name);
      type = new String(name, ISO_8859_1);
      checksum.reset();
      checksum.update(name);
    } catch (EOFException e) {
      if (pixelsSeen) {
        endMissing = true;
        return false;
      }
      throw truncated(e);
    }
    pixelsSeen |= type.equals("IDAT");
    if (length < 0) {
      throw new PictureException(
          CORRUPT, "The PNG file is damaged: a chunk declares an impossible length.");
    }
    pending = true;
    return true;
  }

  /**
   * Whether the file ends before its end chunk and behind a chunk of pixels, which may be all that
   * there must be.
   */
  public boolean endMissing() {
    return endMissing;
  }

  /** The chunk's four-letter type, for example {@code IHDR}. */
  public String type() {
    return type;
  }

  /** The length of the chunk's content in bytes. */
  public int length() {
    return length;
  }

  /**
   * The chunk's content, its checksum compared. May be called once per chunk.
   *
   * @return empty for an ancillary chunk whose checksum differs: libpng leaves such a chunk out
   * @throws PictureException of kind {@code CORRUPT} where the file ends early or the checksum of a
   *     critical chunk differs
   */
  public byte[] read() throws IOException {
    // Grows as bytes arrive: a declared length is not trusted with an allocation.
    byte[] content = input.readNBytes(length);
    checksum.update(content);
    return finish(content.length == length) ? content : new byte[0];
  }

  /** Whether a picture cannot be read without the chunk (PNG, section 5.4). */
  private boolean critical() {
    return (type.charAt(0) & 0x20) == 0;
  }

  private void pass() throws IOException {
    byte[] block = new byte[Math.min(length, BLOCK_BYTES)];
    int left = length;
    while (left > 0) {
      int count = input.read(block, 0, Math.min(left, block.length));
      if (count < 0) {
        break;
      }
      checksum.update(block, 0, count);
      left -= count;
    }
    var unused = finish(left == 0);
  }

  /** True where the checksum is right. */
  private boolean finish(boolean whole) throws IOException {
    pending = false;
    int declared;
    try {
      if (!whole) {
        throw new EOFException();
      }
      declared = input.readInt();
    } catch (EOFException e) {
      if (pixelsSeen && (!critical() || type.equals("IEND"))) {
        endMissing = true;
        return false;
      }
      throw truncated(e);
    }
    boolean right = declared == (int) checksum.getValue();
    if (!right && critical()) {
      throw new PictureException(
          CORRUPT, "The PNG file is damaged: a checksum does not match its data.");
    }
    return right;
  }

  private static PictureException truncated(EOFException cause) {
    return new PictureException(
        CORRUPT, "The PNG file is truncated: it ends before its end chunk.", cause);
  }
}
