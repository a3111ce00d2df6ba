package io.diffsr.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the orientation in an Exif block (Exif 2.32, sections 4.5 and 4.6.4). Nothing but the first
 * directory is looked at, each of its entries once: what else a block holds can be nested and
 * overlapping without end.
 */
public final class ExifOrientation {
  /** Of a block that is looked at; a JPEG segment cannot hold more than a sixteenth of it. */
  public static final int MOST_BYTES = 1 << 20;

  private static final byte[] PREAMBLE = "Exif\0\0".getBytes(ISO_8859_1);
  private static final int HEADER_BYTES = 8;
  private static final int ENTRY_BYTES = 12;
  private static final short MAGIC = 42;
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private ExifOrientation() {}

  /**
   * Reads the orientation.
   *
   * @param block a TIFF structure, with or without JPEG's preamble before it
   * @return upright where the block says nothing or is damaged: a picture is not refused for it
   */
  public static Orientation read(byte[] block) {
    return value(ByteBuffer.wrap(withoutPreamble(block)))
        .map(Orientation::ofExif)
        .orElse(Orientation.UPRIGHT);
  }

  /** The TIFF structure of a block; some writers put JPEG's preamble before it elsewhere, too. */
  public static byte[] withoutPreamble(byte[] block) {
    return hasPreamble(block) ? Arrays.copyOfRange(block, PREAMBLE.length, block.length) : block;
  }

  /** Whether a JPEG segment holds an Exif block. */
  public static boolean hasPreamble(byte[] content) {
    return content.length >= PREAMBLE.length
        && Arrays.equals(content, 0, PREAMBLE.length, PREAMBLE, 0, PREAMBLE.length);
  }

  private static Optional<Integer> value(ByteBuffer structure) {
    if (structure.capacity() < HEADER_BYTES) {
      return Optional.empty();
    }
    boolean little = structure.get(0) == 'I';
    structure.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(structure.getInt(4));
    if (structure.get(0) != structure.get(1)
        || (!little && structure.get(0) != 'M')
        || structure.getShort(2) != MAGIC
        || directory + Short.BYTES > structure.capacity()) {
      return Optional.empty();
    }
    int entry = (int) directory + Short.BYTES;
    int entries = structure.getShort((int) directory) & 0xFFFF;
    for (int i = 0; i < entries && entry + ENTRY_BYTES <= structure.capacity(); i++) {
      if ((structure.getShort(entry) & 0xFFFF) == TAG) {
        return switch (structure.getShort(entry + 2)) {
          case SHORT -> Optional.of(structure.getShort(entry + 8) & 0xFFFF);
          case LONG -> Optional.of(structure.getInt(entry + 8));
          default -> Optional.empty();
        };
      }
      entry += ENTRY_BYTES;
    }
    return Optional.empty();
  }
}
