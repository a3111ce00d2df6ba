package io.diffsr.picture.webp;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.NOT_A_PICTURE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.diffsr.picture.PictureException;
import io.diffsr.picture.png.PngChunks;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Walks the chunks of a WebP file in order (RFC 9649, section 2.3). Used like {@link PngChunks};
 * RIFF has no checksums, so only the lengths are checked.
 */
public final class WebpChunks {
  private static final int NAME_BYTES = 4;
  private static final int CHUNK_HEADER_BYTES = 8;

  private final DataInputStream input;
  private long left;
  private String type = "";
  private long length;
  private long unread;

  /**
   * Starts after the file's header.
   *
   * @throws PictureException if the stream does not start with it
   */
  public WebpChunks(InputStream stream) throws IOException {
    input = new DataInputStream(new BufferedInputStream(stream));
    try {
      boolean riff = name().equals("RIFF");
      left = littleEndianInteger() - NAME_BYTES;
      if (!riff || !name().equals("WEBP")) {
        throw new PictureException(NOT_A_PICTURE, "The file is not a WebP picture.");
      }
    } catch (EOFException e) {
      throw truncated(e);
    }
  }

  /**
   * Moves to the next chunk.
   *
   * @return false at the end that the file's header declares; what follows it is no part of the
   *     picture
   * @throws PictureException of kind {@code CORRUPT} where the file ends early or a chunk is longer
   *     than the file
   */
  public boolean advance() throws IOException {
    try {
      // A large file is passed over without being held in memory.
      input.skipNBytes(unread);
      unread = 0;
      // A last odd byte cannot hold a chunk: some writers count a padding byte that others do not.
      if (left <= 1) {
        input.skipNBytes(Math.max(left, 0));
        left = 0;
        return false;
      }
      type = name();
      length = littleEndianInteger();
      long padded = length + (length & 1);
      left -= CHUNK_HEADER_BYTES + length;
      if (left < 0) {
        throw new PictureException(
            CORRUPT, "The WebP file is damaged: a chunk is longer than the file.");
      }
      // The last padding byte may be missing from the declared length, and then from the file.
      unread = left == 0 ? length : padded;
      left = Math.max(left - (padded - length), 0);
      return true;
    } catch (EOFException e) {
      throw truncated(e);
    }
  }

  /** The chunk's four-letter type, for example {@code VP8L}. */
  public String type() {
    return type;
  }

  /** The length of the chunk's content in bytes. */
  public long length() {
    return length;
  }

  /**
   * The first bytes of the chunk's content; fewer where it is shorter. May be called once per
   * chunk.
   *
   * @throws PictureException of kind {@code CORRUPT} where the file ends early
   */
  public byte[] read(int bytes) throws IOException {
    int wanted = (int) Math.min(length, bytes);
    // Grows as bytes arrive: a declared length is not trusted with an allocation.
    byte[] content = input.readNBytes(wanted);
    if (content.length < wanted) {
      throw truncated(new EOFException());
    }
    unread -= wanted;
    return content;
  }

  private String name() throws IOException {
    byte[] name = new byte[NAME_BYTES];
    input.readFully(name);
    return new String(name, ISO_8859_1);
  }

  private long littleEndianInteger() throws IOException {
    return Integer.toUnsignedLong(Integer.reverseBytes(input.readInt()));
  }

  private static PictureException truncated(EOFException cause) {
    return new PictureException(
        CORRUPT, "The WebP file is truncated: it ends before the end it declares.", cause);
  }
}
