package io.diffsr.picture.heif;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.Set;

/** Reads parts of a HEIF file without holding it in memory. */
final class HeifFile {
  /** The type of a box that nobody reads. */
  static final byte[] FREE = "free".getBytes(ISO_8859_1);

  private static final int HEADER_BYTES = 8;
  private static final int LARGE_HEADER_BYTES = 16;

  /** A picture has three or four: type, meta, pixels. */
  private static final int MOST_BOXES = 1000;

  private HeifFile() {}

  /**
   * The {@code meta} box.
   *
   * @param sequences brands of animations, which are refused
   * @param mostBytes that it may have
   */
  static HeifBox metaOf(FileChannel file, Set<String> sequences, int mostBytes) throws IOException {
    long at = 0;
    for (int i = 0; i < MOST_BOXES && at + HEADER_BYTES <= file.size(); i++) {
      ByteBuffer header = part(file, at, (int) Math.min(LARGE_HEADER_BYTES, file.size() - at));
      long size = Integer.toUnsignedLong(header.getInt());
      String type = HeifBox.characters(header, 4);
      if (i == 0 && sequences.contains(HeifBox.characters(header.duplicate(), 4))) {
        throw HeifPicture.animation();
      }
      int headerBytes = HEADER_BYTES;
      if (size == 1) {
        size = header.getLong();
        headerBytes = LARGE_HEADER_BYTES;
      } else if (size == 0) {
        size = file.size() - at;
      }
      if (size < headerBytes || size > file.size() - at) {
        throw HeifPicture.damaged("it ends early");
      }
      if (type.equals("meta")) {
        long contentBytes = size - headerBytes;
        if (contentBytes > mostBytes) {
          throw HeifPicture.damaged("its description has %,d bytes".formatted(contentBytes));
        }
        return new HeifBox(
            type, at + 4, at + headerBytes, part(file, at + headerBytes, (int) contentBytes));
      }
      at += size;
    }
    throw HeifPicture.damaged("it describes no picture");
  }

  /** An item's content; empty where it is longer or lies elsewhere. */
  static byte[] content(
      FileChannel file, HeifLocation location, Optional<ByteBuffer> data, int mostBytes)
      throws IOException {
    long length = 0;
    for (HeifLocation.Extent extent : location.extents()) {
      long end = location.inData() ? data.map(ByteBuffer::limit).orElse(0) : file.size();
      length += extent.length();
      if (extent.offset() < 0
          || extent.length() < 0
          || extent.offset() > end - extent.length()
          || length > mostBytes) {
        return new byte[0];
      }
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream((int) length);
    for (HeifLocation.Extent extent : location.extents()) {
      int bytes = (int) extent.length();
      ByteBuffer part =
          location.inData()
              ? data.orElseThrow().slice((int) extent.offset(), bytes)
              : part(file, extent.offset(), bytes);
      byte[] copy = new byte[bytes];
      part.get(copy);
      content.writeBytes(copy);
    }
    return content.toByteArray();
  }

  private static ByteBuffer part(FileChannel file, long at, int length) throws IOException {
    ByteBuffer part = ByteBuffer.allocate(length);
    while (part.hasRemaining() && file.read(part, at + part.position()) >= 0) {
      // Goes on until it is full, or the file has become shorter.
    }
    return part.flip();
  }
}
