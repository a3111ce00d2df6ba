package io.diffsr.picture.tiff;

import static io.diffsr.picture.tiff.TiffTags.STRIP_BYTE_COUNTS;
import static io.diffsr.picture.tiff.TiffTags.STRIP_OFFSETS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes TIFF files of one page (TIFF 6.0, section 2): header, directory, values, further
 * directories that its fields point to, pixels. The pixels stand last, so that a file that is cut
 * off anywhere lacks something.
 */
final class TiffFile {
  private static final int FILE_HEADER_BYTES = 8;
  private static final int FIELD_BYTES = 12;
  private static final int INLINE_BYTES = 4;
  private static final int MAGIC = 42;

  /** No JPEG segment, where notes of cameras come from, holds more. */
  private static final int LARGEST_PINNED = 1 << 16;

  private final ByteOrder order;
  private final TreeMap<Integer, TiffValue> fields = new TreeMap<>();
  private final TreeMap<Integer, TiffFile> children = new TreeMap<>();

  /** Where each value and each directory lies. */
  private static final class Places {
    private final IdentityHashMap<Object, Integer> offsets = new IdentityHashMap<>();
    private long pinnedFrom = Long.MAX_VALUE;
    private long pinnedTo = Long.MAX_VALUE;
    private int end = FILE_HEADER_BYTES;

    /** Everything starts at an even offset. */
    void take(Object what, int bytes) {
      if (offsets.containsKey(what)) {
        return;
      }
      end += end & 1;
      if (end < pinnedTo && (long) end + bytes > pinnedFrom) {
        end = (int) (pinnedTo + (pinnedTo & 1));
      }
      offsets.put(what, end);
      end = Math.addExact(end, bytes);
    }

    /** Holds a value in its place if it is free. */
    void pin(TiffValue value, long offset) {
      long to = offset + value.bytes().length;
      if (offset >= end && to <= LARGEST_PINNED) {
        pinnedFrom = offset;
        pinnedTo = to;
        offsets.put(value, (int) offset);
      }
    }

    int of(Object what) {
      Integer offset = offsets.get(what);
      return offset == null ? 0 : offset;
    }

    int end() {
      return (int) Math.max(end, pinnedTo == Long.MAX_VALUE ? 0 : pinnedTo);
    }
  }

  private int pinnedIn;
  private int pinnedTag;
  private long pinnedOffset = -1;

  TiffFile(ByteOrder order) {
    this.order = order;
  }

  TiffFile shorts(int tag, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * values.length).order(order);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    put(tag, new TiffValue(TiffValue.SHORT, values.length, bytes.array()));
    return this;
  }

  TiffFile longs(int tag, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(order);
    for (int value : values) {
      bytes.putInt(value);
    }
    put(tag, new TiffValue(TiffValue.LONG, values.length, bytes.array()));
    return this;
  }

  TiffFile bytes(int tag, byte[] values) {
    put(tag, new TiffValue(TiffValue.UNDEFINED, values.length, values));
    return this;
  }

  /** A field whose values are in the file's byte order. */
  void put(int tag, TiffValue value) {
    fields.put(tag, value);
  }

  /** A field that points to a further directory. */
  void add(int tag, TiffFile directory) {
    children.put(tag, directory);
    longs(tag, 0);
  }

  /** The directory that this field points to; an empty one where there is none so far. */
  TiffFile child(int tag) {
    TiffFile found = children.get(tag);
    if (found == null) {
      found = new TiffFile(order);
      add(tag, found);
    }
    return found;
  }

  /**
   * Asks for a value of a further directory to lie at this offset, if that can be.
   *
   * @param directory the field that points to the directory
   */
  void pin(int directory, int tag, long offset) {
    pinnedIn = directory;
    pinnedTag = tag;
    pinnedOffset = offset;
  }

  /** The file without pixels. */
  byte[] structure() {
    Places places = places();
    ByteBuffer file = ByteBuffer.allocate(places.end()).order(order);
    write(file, places);
    return file.array();
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
    int[] offsets = new int[counts.length];
    int pixels = places().end();
    int end = pixels;
    for (int i = 0; i < counts.length; i++) {
      offsets[i] = end;
      end = Math.addExact(end, counts[i]);
    }
    longs(offsetsTag, offsets);
    ByteBuffer file = ByteBuffer.allocate(end).order(order);
    write(file, places());
    file.position(pixels);
    parts.forEach(file::put);
    return file.array();
  }

  private Places places() {
    Places places = new Places();
    places.take(this, directoryBytes());
    TiffFile holder = children.get(pinnedIn);
    TiffValue pinned = holder == null ? null : holder.fields.get(pinnedTag);
    if (pinned != null && pinned.bytes().length > INLINE_BYTES) {
      places.pin(pinned, pinnedOffset);
    }
    place(places);
    return places;
  }

  private void place(Places places) {
    places.take(this, directoryBytes());
    fields.values().stream()
        .filter(value -> value.bytes().length > INLINE_BYTES)
        .forEach(value -> places.take(value, value.bytes().length));
    children.values().forEach(child -> child.place(places));
    places.end += places.end & 1;
  }

  private int directoryBytes() {
    return Short.BYTES + fields.size() * FIELD_BYTES + INLINE_BYTES;
  }

  private void write(ByteBuffer file, Places places) {
    file.put(order == ByteOrder.LITTLE_ENDIAN ? new byte[] {'I', 'I'} : new byte[] {'M', 'M'});
    file.putShort((short) MAGIC).putInt(FILE_HEADER_BYTES);
    writeDirectory(file, places);
  }

  private void writeDirectory(ByteBuffer file, Places places) {
    int start = places.of(this);
    file.putShort(start, (short) fields.size());
    int at = start + Short.BYTES;
    for (Map.Entry<Integer, TiffValue> field : fields.entrySet()) {
      TiffValue value = field.getValue();
      TiffFile child = children.get(field.getKey());
      file.putShort(at, field.getKey().shortValue()).putShort(at + 2, (short) value.type());
      file.putInt(at + 4, value.count());
      if (child != null) {
        file.putInt(at + 8, places.of(child));
      } else if (value.bytes().length <= INLINE_BYTES) {
        file.put(at + 8, value.bytes());
      } else {
        file.putInt(at + 8, places.of(value)).put(places.of(value), value.bytes());
      }
      at += FIELD_BYTES;
    }
    children.values().forEach(child -> child.writeDirectory(file, places));
  }
}
