package io.diffsr.picture.heif;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An item of a HEIF file, a picture or what is said about one (ISO/IEC 14496-12, section 8.11.6).
 *
 * @param id within the file
 * @param type for example {@code hvc1}, {@code av01}, {@code grid} or {@code Exif}
 * @param contentType media type of an item of type {@code mime}, else empty
 * @param packed whether its content is compressed
 * @param flagsAt where the lowest byte of its flags stands in the file
 * @param flags of which the lowest hides it
 */
record HeifItem(
    long id, String type, String contentType, boolean packed, long flagsAt, byte flags) {
  private static final int HIDDEN = 1;
  private static final int SHORT_IDS = 2;
  private static final int LONG_IDS = 3;
  private static final String MIME = "mime";

  /** Far more than a picture of many tiles has. */
  private static final int MOST_ITEMS = 1 << 13;

  /** Coded by HEVC, AV1, JPEG, AVC, VVC, JPEG 2000 and not at all; made of others. */
  private static final Set<String> PICTURES =
      Set.of(
          "hvc1", "av01", "jpeg", "avc1", "vvc1", "j2k1", "unci", "grid", "iden", "iovl", "tmap");

  /** The entries of an {@code iinf} box; those of older versions name no pictures. */
  static List<HeifItem> read(HeifBox information) {
    int counterBytes = information.openVersion() == 0 ? Short.BYTES : Integer.BYTES;
    List<HeifItem> items = new ArrayList<>();
    List<HeifBox> entries = information.children(HeifBox.VERSION_BYTES + counterBytes);
    if (entries.size() > MOST_ITEMS) {
      throw HeifPicture.damaged("it has %,d items".formatted(entries.size()));
    }
    HeifBox.named(entries, "infe")
        .forEach(
            entry -> {
              int version = entry.openVersion();
              if (version == SHORT_IDS || version == LONG_IDS) {
                items.add(item(entry, version));
              }
            });
    return items;
  }

  private static HeifItem item(HeifBox entry, int version) {
    ByteBuffer content = entry.content();
    long id = number(content, version == SHORT_IDS ? Short.BYTES : Integer.BYTES);
    content.getShort(); // Index of a protection scheme.
    String type = HeifBox.characters(content, 4);
    String contentType = "";
    boolean packed = false;
    if (type.equals(MIME)) {
      text(content); // Its name.
      contentType = text(content);
      packed = !text(content).isEmpty();
    }
    int flagsOffset = HeifBox.VERSION_BYTES - 1;
    return new HeifItem(
        id, type, contentType, packed, entry.contentAt() + flagsOffset, content.get(flagsOffset));
  }

  /** Up to a zero or the end. */
  private static String text(ByteBuffer content) {
    StringBuilder text = new StringBuilder();
    while (content.hasRemaining()) {
      char next = (char) (content.get() & 0xFF);
      if (next == 0) {
        break;
      }
      text.append(next);
    }
    return text.toString();
  }

  /** An unsigned number of so many bytes. */
  static long number(ByteBuffer content, int bytes) {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number = (number << Byte.SIZE) | (content.get() & 0xFF);
    }
    return number;
  }

  /**
   * Moves on.
   *
   * @throws BufferUnderflowException where there are not as many bytes
   */
  static void skip(ByteBuffer content, long bytes) {
    if (bytes > content.remaining()) {
      throw new BufferUnderflowException();
    }
    content.position(content.position() + (int) bytes);
  }

  /** A picture, or a part of one. */
  boolean isPicture() {
    return PICTURES.contains(type);
  }

  boolean isHidden() {
    return (flags & HIDDEN) != 0;
  }

  /** What hides it, or shows it. */
  HeifPatch hidden(boolean hide) {
    return new HeifPatch(flagsAt, new byte[] {(byte) (hide ? flags | HIDDEN : flags & ~HIDDEN)});
  }
}
