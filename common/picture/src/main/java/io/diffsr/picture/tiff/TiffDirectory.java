package io.diffsr.picture.tiff;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.NOT_A_PICTURE;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;

import io.diffsr.picture.PictureException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One directory of a TIFF file: what is said about one page, field by field (TIFF 6.0, section 2).
 * No number in the file is trusted: what a field claims must lie inside the file before it is read.
 */
final class TiffDirectory {
  private static final int MAGIC = 42;
  private static final int BIG_MAGIC = 43;
  private static final int FILE_HEADER_BYTES = 8;
  private static final int FIELD_BYTES = 12;
  private static final int INLINE_BYTES = 4;

  private final ByteBuffer file;
  private final Map<Integer, Field> fields = new TreeMap<>();
  private final long next;

  /** Where a field's values lie; whether they do is not yet known. */
  private record Field(int type, long count, long offset) {
    long bytes() {
      return TiffValue.bytes(type, count);
    }
  }

  private TiffDirectory(ByteBuffer file, long offset) {
    this.file = file;
    int start = within(offset, 2);
    int count = file.getShort(start) & 0xFFFF;
    within(offset + 2, (long) count * FIELD_BYTES + INLINE_BYTES);
    for (int i = 0; i < count; i++) {
      int position = start + 2 + i * FIELD_BYTES;
      Field field =
          new Field(
              file.getShort(position + 2) & 0xFFFF,
              Integer.toUnsignedLong(file.getInt(position + 4)),
              position + FIELD_BYTES - INLINE_BYTES);
      if (field.bytes() > INLINE_BYTES) {
        long values = Integer.toUnsignedLong(file.getInt((int) field.offset));
        field = new Field(field.type, field.count, values);
      }
      fields.putIfAbsent(file.getShort(position) & 0xFFFF, field);
    }
    next = Integer.toUnsignedLong(file.getInt(start + 2 + count * FIELD_BYTES));
  }

  /**
   * The directory of a file's first page.
   *
   * @throws PictureException if the file is no TIFF file or ends before the directory does
   */
  static TiffDirectory first(byte[] content) {
    if (content.length < FILE_HEADER_BYTES) {
      throw truncated();
    }
    ByteBuffer file = ByteBuffer.wrap(content);
    if (content[0] == 'I' && content[1] == 'I') {
      file.order(ByteOrder.LITTLE_ENDIAN);
    } else if (content[0] != 'M' || content[1] != 'M') {
      throw new PictureException(NOT_A_PICTURE, "The file is not a TIFF picture.");
    }
    int magic = file.getShort(2);
    if (magic == BIG_MAGIC) {
      throw new PictureException(
          UNSUPPORTED, "BigTIFF files are not read; send the picture as plain TIFF.");
    }
    if (magic != MAGIC) {
      throw new PictureException(NOT_A_PICTURE, "The file is not a TIFF picture.");
    }
    return new TiffDirectory(file, Integer.toUnsignedLong(file.getInt(4)));
  }

  /** True where another directory follows. */
  boolean hasNext() {
    return next != 0;
  }

  /** True where the directory that follows lies inside the file. */
  boolean hasNextInside() {
    if (next + Short.BYTES > file.capacity()) {
      return false;
    }
    int count = file.getShort((int) next) & 0xFFFF;
    return next + Short.BYTES + (long) count * FIELD_BYTES + INLINE_BYTES <= file.capacity();
  }

  /**
   * The directory that follows.
   *
   * @throws PictureException of kind {@code CORRUPT} where it does not lie inside the file
   */
  TiffDirectory next() {
    return new TiffDirectory(file, next);
  }

  ByteOrder byteOrder() {
    return file.order();
  }

  /** Bytes of the whole file. */
  int fileBytes() {
    return file.capacity();
  }

  /** Numbers of the fields, ascending. */
  Set<Integer> tags() {
    return fields.keySet();
  }

  /**
   * What a field holds, whatever its type.
   *
   * @param most bytes
   * @return empty where it does not lie inside the file, is of an unknown type or larger
   */
  Optional<TiffValue> value(int tag, int most) {
    Field field = fields.get(tag);
    if (field == null
        || field.bytes() < 1
        || field.bytes() > most
        || field.offset + field.bytes() > file.capacity()) {
      return Optional.empty();
    }
    return Optional.of(new TiffValue(field.type, (int) field.count, bytes(tag)));
  }

  /** Where a field's values lie; negative where there is no such field. */
  long offset(int tag) {
    Field field = fields.get(tag);
    return field == null ? -1 : field.offset;
  }

  /**
   * The directory that a field points to; empty where there is none.
   *
   * @throws PictureException of kind {@code CORRUPT} where it does not lie inside the file
   */
  Optional<TiffDirectory> child(int tag) {
    Optional<TiffValue> pointer = value(tag, Integer.BYTES);
    return pointer
        .filter(value -> value.bytes().length == Integer.BYTES)
        .map(
            value -> {
              long offset =
                  Integer.toUnsignedLong(
                      ByteBuffer.wrap(value.bytes()).order(file.order()).getInt());
              return new TiffDirectory(file, offset);
            });
  }

  boolean has(int tag) {
    return fields.containsKey(tag);
  }

  /**
   * A field's first number, or the default where the field is missing.
   *
   * @throws PictureException of kind {@code CORRUPT} where the field does not hold whole numbers
   */
  long number(int tag, long byDefault) {
    return has(tag) ? number(tag) : byDefault;
  }

  /**
   * A field's first number.
   *
   * @throws PictureException of kind {@code CORRUPT} where the field is missing or does not hold
   *     whole numbers
   */
  long number(int tag) {
    return numbers(tag, 1)[0];
  }

  /**
   * A field's numbers.
   *
   * @param most how many are wanted; what a file holds beyond them is not read
   * @return 1 to {@code most} numbers
   * @throws PictureException of kind {@code CORRUPT} where the field is missing or does not hold
   *     whole numbers
   */
  long[] numbers(int tag, int most) {
    Field field = fields.get(tag);
    if (field == null || field.count == 0) {
      throw new PictureException(
          CORRUPT, "The TIFF file is damaged: its header lacks field " + tag + ".");
    }
    int start = within(field.offset, field.bytes());
    if (field.type != 1 && field.type != TiffValue.SHORT && field.type != TiffValue.LONG) {
      throw new PictureException(
          CORRUPT, "The TIFF file is damaged: field " + tag + " holds no numbers.");
    }
    long[] numbers = new long[(int) Math.min(field.count, most)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (field.type) {
            case TiffValue.SHORT -> file.getShort(start + 2 * i) & 0xFFFF;
            case TiffValue.LONG -> Integer.toUnsignedLong(file.getInt(start + 4 * i));
            default -> file.get(start + i) & 0xFF;
          };
    }
    return numbers;
  }

  /** A field's bytes as they are; empty where the field is missing or not inside the file. */
  byte[] bytes(int tag) {
    Field field = fields.get(tag);
    if (field == null || field.offset + field.bytes() > file.capacity()) {
      return new byte[0];
    }
    byte[] bytes = new byte[(int) field.bytes()];
    file.get((int) field.offset, bytes);
    return bytes;
  }

  private int within(long offset, long bytes) {
    if (offset + bytes > file.capacity()) {
      throw truncated();
    }
    return (int) offset;
  }

  private static PictureException truncated() {
    return new PictureException(
        CORRUPT, "The TIFF file is truncated: it ends before what its header points to.");
  }
}
