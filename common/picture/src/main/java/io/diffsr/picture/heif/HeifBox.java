package io.diffsr.picture.heif;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.diffsr.picture.PictureException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A box (ISO/IEC 14496-12, section 4.2).
 *
 * @param type four characters
 * @param typeAt where they stand in the file, in bytes
 * @param contentAt where the content starts in the file, in bytes
 * @param content what follows size and type
 */
record HeifBox(String type, long typeAt, long contentAt, ByteBuffer content) {
  private static final int SIZE_BYTES = 4;
  private static final int TYPE_BYTES = 4;

  /** Version and flags of a full box. */
  static final int VERSION_BYTES = 4;

  /** Far more than a picture of many tiles has. */
  private static final int MOST_BOXES = 1 << 16;

  /**
   * The boxes one after another in a buffer.
   *
   * @param at where the buffer starts in the file
   * @throws PictureException of kind {@code CORRUPT} where one reaches beyond the end
   */
  static List<HeifBox> read(ByteBuffer buffer, long at) {
    List<HeifBox> boxes = new ArrayList<>();
    while (buffer.remaining() >= SIZE_BYTES + TYPE_BYTES) {
      int from = buffer.position();
      long size = Integer.toUnsignedLong(buffer.getInt());
      String type = characters(buffer, TYPE_BYTES);
      if (size == 1) {
        size = buffer.getLong();
      } else if (size == 0) {
        size = (long) buffer.limit() - from;
      }
      int header = buffer.position() - from;
      if (size < header || size > (long) buffer.limit() - from || boxes.size() == MOST_BOXES) {
        throw HeifPicture.damaged("a box is larger than what it stands in");
      }
      boxes.add(
          new HeifBox(
              type,
              at + from + SIZE_BYTES,
              at + from + header,
              buffer.slice(from + header, (int) size - header)));
      buffer.position(from + (int) size);
    }
    return boxes;
  }

  /** The boxes inside, of which the first starts {@code skipped} bytes into the content. */
  List<HeifBox> children(int skipped) {
    if (content.limit() < skipped) {
      throw new BufferUnderflowException();
    }
    return read(content.slice(skipped, content.limit() - skipped), contentAt + skipped);
  }

  /** The same box, to be read from its start. */
  HeifBox reopened() {
    return new HeifBox(type, typeAt, contentAt, content.duplicate().rewind());
  }

  /** The version of a full box; the content's position is behind it and the flags. */
  int openVersion() {
    return content.getInt() >>> 24;
  }

  /** The boxes of a type. */
  static Stream<HeifBox> named(List<HeifBox> boxes, String type) {
    return boxes.stream().filter(box -> box.type.equals(type));
  }

  /** As many characters, or as many as there are. */
  static String characters(ByteBuffer buffer, int count) {
    byte[] characters = new byte[Math.min(count, buffer.remaining())];
    buffer.get(characters);
    return new String(characters, ISO_8859_1);
  }
}
