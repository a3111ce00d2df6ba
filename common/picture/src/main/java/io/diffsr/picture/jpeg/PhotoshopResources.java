package io.diffsr.picture.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Photoshop's image resources, in which JPEG files hold the records of IPTC (IIM 4.2). */
final class PhotoshopResources {
  /** The marker's second byte. */
  static final int MARKER = JpegSegments.APP0 + 13;

  private static final byte[] PREAMBLE = "Photoshop 3.0\0".getBytes(ISO_8859_1);
  private static final byte[] RESOURCE = "8BIM".getBytes(ISO_8859_1);
  private static final short IPTC = 0x0404;
  private static final int LARGEST_SEGMENT = 65_533;
  private static final int MOST_BYTES = 1 << 20;

  private final ByteArrayOutputStream joined = new ByteArrayOutputStream();

  /** Takes the content of one segment, which may hold something else; long ones are split. */
  void add(byte[] content) {
    if (JpegSegments.startsWith(content, PREAMBLE) && joined.size() < MOST_BYTES) {
      joined.write(content, PREAMBLE.length, content.length - PREAMBLE.length);
    }
  }

  /** The records of IPTC. */
  Optional<byte[]> iptc() {
    ByteBuffer resources = ByteBuffer.wrap(joined.toByteArray());
    byte[] start = new byte[RESOURCE.length];
    while (resources.remaining() > RESOURCE.length + Short.BYTES) {
      resources.get(start);
      short number = resources.getShort();
      // A name with its length in front, to an even number of bytes.
      int name = (resources.get() & 0xFF) | 1;
      if (!Arrays.equals(start, RESOURCE) || resources.remaining() < name + Integer.BYTES) {
        return Optional.empty();
      }
      resources.position(resources.position() + name);
      int length = resources.getInt();
      if (length < 0 || length > resources.remaining()) {
        return Optional.empty();
      }
      byte[] content = new byte[length];
      resources.get(content);
      if (number == IPTC) {
        return Optional.of(content);
      }
      resources.position(Math.min(resources.position() + (length & 1), resources.limit()));
    }
    return Optional.empty();
  }

  /** The content of a segment with these records alone; empty where they are too long for one. */
  static Optional<byte[]> content(byte[] iptc) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(PREAMBLE);
    content.writeBytes(RESOURCE);
    content.writeBytes(ByteBuffer.allocate(4).putShort(IPTC).array());
    content.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(iptc.length).array());
    content.writeBytes(iptc);
    if (iptc.length % 2 == 1) {
      content.write(0);
    }
    return content.size() > LARGEST_SEGMENT ? Optional.empty() : Optional.of(content.toByteArray());
  }
}
