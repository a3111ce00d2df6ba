package io.diffsr.picture.heif;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the content of an item lies (ISO/IEC 14496-12, section 8.11.3).
 *
 * @param inData whether within the {@code idat} box instead of the file
 * @param extents its parts, one behind another
 */
record HeifLocation(boolean inData, List<Extent> extents) {
  /** A part. */
  record Extent(long offset, long length) {}

  /** Metadata come in one. */
  private static final int MOST_EXTENTS = 64;

  private static final int IN_FILE = 0;
  private static final int IN_DATA = 1;
  private static final int LONG_IDS = 2;

  /** The locations of the wanted items that an {@code iloc} box has, by identifier. */
  static Map<Long, HeifLocation> read(HeifBox box, Set<Long> wanted) {
    int version = box.openVersion();
    ByteBuffer content = box.content();
    int sizes = content.getShort() & 0xFFFF;
    int offsetBytes = sizes >> 12;
    int lengthBytes = (sizes >> 8) & 15;
    int baseBytes = (sizes >> 4) & 15;
    int indexBytes = version > 0 ? sizes & 15 : 0;
    int idBytes = version < LONG_IDS ? Short.BYTES : Integer.BYTES;
    long items = HeifItem.number(content, idBytes);
    Map<Long, HeifLocation> found = new HashMap<>();
    for (long item = 0; item < items; item++) {
      long id = HeifItem.number(content, idBytes);
      int method = version > 0 ? content.getShort() & 15 : IN_FILE;
      int dataReference = content.getShort();
      long base = HeifItem.number(content, baseBytes);
      int count = content.getShort() & 0xFFFF;
      int extentBytes = indexBytes + offsetBytes + lengthBytes;
      boolean readable = dataReference == 0 && count <= MOST_EXTENTS && method <= IN_DATA;
      if (!wanted.contains(id) || !readable) {
        HeifItem.skip(content, (long) count * extentBytes);
        continue;
      }
      List<Extent> extents = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        HeifItem.skip(content, indexBytes);
        long offset = base + HeifItem.number(content, offsetBytes);
        extents.add(new Extent(offset, HeifItem.number(content, lengthBytes)));
      }
      found.putIfAbsent(id, new HeifLocation(method == IN_DATA, extents));
    }
    return found;
  }
}
