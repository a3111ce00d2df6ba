package io.diffsr.picture.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An ICC profile in the {@code APP2} segments of a JPEG file (ICC.1:2022, annex B.4). */
final class JpegProfile {
  /** The marker's second byte. */
  static final int MARKER = JpegSegments.APP0 + 2;

  private static final byte[] PREAMBLE = "ICC_PROFILE\0".getBytes(ISO_8859_1);
  private static final int HEAD_BYTES = PREAMBLE.length + 2;
  private static final int LARGEST_PART = 65533 - HEAD_BYTES;
  private static final int MOST_PARTS = 255;

  private final TreeMap<Integer, byte[]> parts = new TreeMap<>();
  private int count;

  /** Takes the content of one {@code APP2} segment, which may hold something else. */
  void add(byte[] content) {
    if (content.length >= HEAD_BYTES && JpegSegments.startsWith(content, PREAMBLE)) {
      count = content[HEAD_BYTES - 1] & 0xFF;
      parts.put(
          content[HEAD_BYTES - 2] & 0xFF, Arrays.copyOfRange(content, HEAD_BYTES, content.length));
    }
  }

  /** The whole profile; empty where a part is missing, null where there is none. */
  byte @Nullable [] joined() {
    if (parts.isEmpty()) {
      return null;
    }
    if (parts.size() != count || parts.firstKey() != 1) {
      return new byte[0];
    }
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    parts.values().forEach(profile::writeBytes);
    return profile.toByteArray();
  }

  /**
   * The segments that embed a profile.
   *
   * @return empty where the profile is larger than the segments can hold (16 MB)
   */
  static byte[] segments(byte[] profile) {
    int parts = (profile.length + LARGEST_PART - 1) / LARGEST_PART;
    ByteArrayOutputStream segments = new ByteArrayOutputStream();
    if (parts > MOST_PARTS) {
      return segments.toByteArray();
    }
    for (int part = 0; part < parts; part++) {
      int offset = part * LARGEST_PART;
      int size = Math.min(LARGEST_PART, profile.length - offset);
      int length = size + HEAD_BYTES + 2;
      segments.write(0xFF);
      segments.write(MARKER);
      segments.write(length >> 8);
      segments.write(length);
      segments.writeBytes(PREAMBLE);
      segments.write(part + 1);
      segments.write(parts);
      segments.write(profile, offset, size);
    }
    return segments.toByteArray();
  }
}
