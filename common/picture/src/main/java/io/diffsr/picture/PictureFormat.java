package io.diffsr.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The picture formats that are read, recognised by their first bytes; BMP and GIF are not written.
 */
public enum PictureFormat {
  PNG("PNG", "image/png", "\\x89PNG\\r\\n\\x1A\\n"),
  JPEG("JPEG", "image/jpeg", "\\xFF\\xD8\\xFF"),
  WEBP("WebP", "image/webp", "RIFF.{4}WEBP"),
  TIFF("TIFF", "image/tiff", "(II[*+]\\x00|MM\\x00[*+])"),
  BMP("BMP", "image/bmp", "BM.{4}\\x00{4}"),
  GIF("GIF", "image/gif", "GIF8[79]a");

  /** How many first bytes {@link #recognise} wants to see. */
  public static final int SIGNATURE_BYTES = 12;

  private final String displayName;
  private final String mediaType;
  private final Pattern signature;

  PictureFormat(String displayName, String mediaType, String signature) {
    this.displayName = displayName;
    this.mediaType = mediaType;
    this.signature = Pattern.compile(signature, Pattern.DOTALL);
  }

  /** The format whose signature these bytes start with, if any. */
  public static Optional<PictureFormat> recognise(byte[] start) {
    int length = Math.min(start.length, SIGNATURE_BYTES);
    // One character per byte, so that the patterns match bytes.
    String text = new String(start, 0, length, ISO_8859_1);
    return Arrays.stream(values())
        .filter(format -> format.signature.matcher(text).lookingAt())
        .findFirst();
  }

  /** The name for messages. */
  public String displayName() {
    return displayName;
  }

  public String mediaType() {
    return mediaType;
  }
}
