package io.diffsr.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Formats that people send and that are not read as they are, recognised by their first bytes, so
 * that a refusal can name them and say what to do.
 */
enum ForeignFormat {
  AVIF("an AVIF picture", ".{4}ftyp(avif|avis)"),
  HEIC("a HEIC picture, as phones take them", ".{4}ftyp(hei[cxms]|hev[cxms]|mif[12]|msf1|miaf)"),
  CR3("a camera's raw picture (CR3)", ".{4}ftypcrx "),
  JPEG_XL("a JPEG XL picture", "(\\xFF\\x0A|\\x00{3}\\x0CJXL \\r\\n\\x87\\n)"),
  JPEG_2000("a JPEG 2000 picture", "(\\x00{3}\\x0CjP  |\\xFF\\x4F\\xFF\\x51)"),
  PSD("a Photoshop document", "8BPS\\x00[\\x01\\x02]"),
  PDF("a PDF document", "%PDF-"),
  SVG(
      "an SVG drawing",
      "(\\xEF\\xBB\\xBF)?\\s*(<svg[\\s>]|<!DOCTYPE\\s+svg|<(\\?xml|!--).*<(svg[\\s>]|!DOCTYPE\\s+svg))"),
  RAW("a camera's raw picture", "(FUJIFILMCCD-RAW|II(RO|RS|U\\x00)|\\x00MRM)"),
  VIDEO("a video", ".{4}ftyp|\\x1A\\x45\\xDF\\xA3|RIFF.{4}AVI ");

  /** How many first bytes {@link #recognise} wants to see. */
  static final int SIGNATURE_BYTES = 1024;

  private final String description;
  private final Pattern signature;

  ForeignFormat(String description, String signature) {
    this.description = description;
    this.signature = Pattern.compile(signature, Pattern.DOTALL);
  }

  /** The format whose signature these bytes start with, if any; special ones stand first. */
  static Optional<ForeignFormat> recognise(byte[] start) {
    // One character per byte, so that the patterns match bytes.
    String text = new String(start, ISO_8859_1);
    return Arrays.stream(values())
        .filter(format -> format.signature.matcher(text).lookingAt())
        .findFirst();
  }

  /** Whether {@link PictureIntake} can make something of it. */
  boolean isHeif() {
    return this == AVIF || this == HEIC;
  }

  /** What the file is and what its sender may do. */
  String refusal() {
    if (isHeif()) {
      return ("The file is %s, and libheif's program heif-convert, which reads such files, is not"
              + " there; send it as PNG, JPEG, WebP, TIFF, BMP or GIF.")
          .formatted(description);
    }
    return "The file is %s, which is not read; send it as PNG, JPEG, WebP, TIFF, BMP or GIF."
        .formatted(description);
  }
}
