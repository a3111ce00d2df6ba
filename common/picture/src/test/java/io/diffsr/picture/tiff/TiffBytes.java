package io.diffsr.picture.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds TIFF files of one strip from their fields; no pixel in them can be decoded. Big-endian;
 * all numbers are LONGs.
 */
final class TiffBytes {
  private final List<Map<Integer, long[]>> directories = new ArrayList<>();

  /** An uncompressed RGB picture of 8 bits whose one strip holds all of it. */
  static TiffBytes rgb(int width, int height) {
    return new TiffBytes().directory(width, height);
  }

  /** One more page, like the first. */
  TiffBytes directory(int width, int height) {
    directories.add(new TreeMap<>());
    return with(TiffTags.WIDTH, width)
        .with(TiffTags.HEIGHT, height)
        .with(TiffTags.BITS_PER_SAMPLE, 8, 8, 8)
        .with(TiffTags.PHOTOMETRIC, 2)
        .with(TiffTags.SAMPLES_PER_PIXEL, 3)
        .with(TiffTags.STRIP_OFFSETS, 8)
        .with(TiffTags.STRIP_BYTE_COUNTS, 3L * width * height);
  }

  /** Sets a field of the latest page. */
  TiffBytes with(int tag, long... values) {
    directories.get(directories.size() - 1).put(tag, values);
    return this;
  }

  TiffBytes without(int tag) {
    directories.get(directories.size() - 1).remove(tag);
    return this;
  }

  /** The file: header, pixels, and directories with their values. */
  byte[] file(int pixelBytes) {
    int size = 8 + pixelBytes;
    for (Map<Integer, long[]> fields : directories) {
      size += 6 + fields.size() * 12;
      size += fields.values().stream().mapToInt(values -> outside(values)).sum();
    }
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.BIG_ENDIAN);
    file.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(8 + pixelBytes);
    file.position(8 + pixelBytes);
    for (int i = 0; i < directories.size(); i++) {
      put(file, directories.get(i), i + 1 == directories.size());
    }
    return file.array();
  }

  private static void put(ByteBuffer file, Map<Integer, long[]> fields, boolean last) {
    int outside = file.position() + 6 + fields.size() * 12;
    file.putShort((short) fields.size());
    for (Map.Entry<Integer, long[]> field : fields.entrySet()) {
      long[] values = field.getValue();
      file.putShort(field.getKey().shortValue()).putShort((short) 4).putInt(values.length);
      if (values.length == 1) {
        file.putInt((int) values[0]);
        continue;
      }
      file.putInt(outside);
      for (long value : values) {
        file.putInt(outside, (int) value);
        outside += 4;
      }
    }
    file.putInt(last ? 0 : outside);
    file.position(outside);
  }

  private static int outside(long[] values) {
    return values.length == 1 ? 0 : 4 * values.length;
  }
}
