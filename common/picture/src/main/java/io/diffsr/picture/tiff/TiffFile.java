package io.diffsr.picture.tiff;

import static io.diffsr.picture.tiff.TiffTags.STRIP_BYTE_COUNTS;
import static io.diffsr.picture.tiff.TiffTags.STRIP_OFFSETS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes TIFF files of one page (TIFF 6.0, section 2): header, directory, values, pixels. The
 * pixels stand last, so that a file that is cut off anywhere lacks something.
 */
final class TiffFile {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int UNDEFINED = 7;
  private static final int FILE_HEADER_BYTES = 8;
  private static final int FIELD_BYTES = 12;
  private static final int INLINE_BYTES = 4;
  private static final int MAGIC = 42;

  private final ByteOrder order;
  private final TreeMap<Integer, Field> fields = new TreeMap<>();

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Field(int type, int count, byte[] values) {
    /** Bytes beside the directory; values start at even offsets. */
    int outside() {
      return values.length <= INLINE_BYTES ? 0 : values.length + (values.length & 1);
    }
  }

  TiffFile(ByteOrder order) {
    this.order = order;
  }

  TiffFile shorts(int tag, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * values.length).order(order);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    fields.put(tag, new Field(SHORT, values.length, bytes.array()));
    return this;
  }

  TiffFile longs(int tag, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(order);
    for (int value : values) {
      bytes.putInt(value);
    }
    fields.put(tag, new Field(LONG, values.length, bytes.array()));
    return this;
  }

  TiffFile bytes(int tag, byte[] values) {
    fields.put(tag, new Field(UNDEFINED, values.length, values));
    return this;
  }

  /**
   * The whole file.
   *
   * @param strips what the strips hold; becomes the two fields that say where
   */
  byte[] file(List<byte[]> strips) {
    return file(strips, STRIP_OFFSETS, STRIP_BYTE_COUNTS);
  }

  /** The whole file, its pixels pointed to by these two fields. */
  byte[] file(List<byte[]> parts, int offsetsTag, int countsTag) {
    int[] counts = parts.stream().mapToInt(part -> part.length).toArray();
    // Twice: how long the fields are decides where the pixels start.
    longs(countsTag, counts).longs(offsetsTag, new int[counts.length]);
    int directory = 2 + fields.size() * FIELD_BYTES + INLINE_BYTES;
    int values = FILE_HEADER_BYTES + directory;
    int pixels = values + fields.values().stream().mapToInt(Field::outside).sum();
    int[] offsets = new int[counts.length];
    int end = pixels;
    for (int i = 0; i < counts.length; i++) {
      offsets[i] = end;
      end = Math.addExact(end, counts[i]);
    }
    longs(offsetsTag, offsets);
    ByteBuffer file = ByteBuffer.allocate(end).order(order);
    file.put(order == ByteOrder.LITTLE_ENDIAN ? new byte[] {'I', 'I'} : new byte[] {'M', 'M'});
    file.putShort((short) MAGIC).putInt(FILE_HEADER_BYTES).putShort((short) fields.size());
    fields.forEach((tag, field) -> put(file, tag, field));
    file.putInt(0);
    for (Field field : fields.values()) {
      if (field.outside() > 0) {
        file.put(field.values).position(file.position() + (field.values.length & 1));
      }
    }
    parts.forEach(file::put);
    return file.array();
  }

  private void put(ByteBuffer file, int tag, Field field) {
    file.putShort((short) tag).putShort((short) field.type).putInt(field.count);
    if (field.outside() == 0) {
      file.put(field.values).position(file.position() + INLINE_BYTES - field.values.length);
      return;
    }
    int offset = FILE_HEADER_BYTES + 2 + fields.size() * FIELD_BYTES + INLINE_BYTES;
    file.putInt(offset + fields.headMap(tag).values().stream().mapToInt(Field::outside).sum());
  }
}
