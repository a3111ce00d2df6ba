package io.diffsr.picture.png;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** The content of PNG's text chunks (PNG, third edition, section 11.3.3). */
final class PngText {
  private static final String XMP = "XML:com.adobe.xmp";

  /** Keyword's end, two bytes about compression, empty language and empty translated keyword. */
  private static final int XMP_HEAD_BYTES = XMP.length() + 5;

  private PngText() {}

  /** The keyword that every text starts with; empty where it is damaged. */
  static String keyword(byte[] content) {
    int end = 0;
    while (end < content.length && content[end] != 0) {
      end++;
    }
    return end == content.length ? "" : new String(content, 0, end, ISO_8859_1);
  }

  /** True for the keyword of XMP (XMP, part 3, section 1.1.5). */
  static boolean isXmp(String keyword) {
    return keyword.equals(XMP);
  }

  /**
   * The text of an {@code iTXt} chunk.
   *
   * @param most bytes that are inflated
   * @return empty where it is damaged or longer
   */
  static Optional<byte[]> international(byte[] content, int most) {
    int at = keyword(content).length() + 1;
    if (at + 2 > content.length) {
      return Optional.empty();
    }
    boolean compressed = content[at] != 0;
    at += 2;
    for (int part = 0; part < 2; part++) {
      while (at < content.length && content[at] != 0) {
        at++;
      }
      at++;
    }
    if (at > content.length) {
      return Optional.empty();
    }
    if (!compressed) {
      return Optional.of(Arrays.copyOfRange(content, at, content.length));
    }
    ByteArrayInputStream packed = new ByteArrayInputStream(content, at, content.length - at);
    try (InflaterInputStream inflated = new InflaterInputStream(packed)) {
      byte[] text = inflated.readNBytes(most + 1);
      return text.length > most ? Optional.empty() : Optional.of(text);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The content of an {@code iTXt} chunk with a packet of XMP. */
  static byte[] ofXmp(byte[] packet) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(Arrays.copyOf(XMP.getBytes(ISO_8859_1), XMP_HEAD_BYTES));
    content.writeBytes(packet);
    return content.toByteArray();
  }
}
