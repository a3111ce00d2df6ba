package io.diffsr.picture.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.diffsr.picture.PictureWarning;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Edits packets of XMP (ISO 16684-1) as text: what is changed has a place of its own, and whatever
 * else a packet holds stays as it is. Prefixes are those that the specification recommends.
 */
public final class XmpPacket {
  /** Larger ones are left out. */
  public static final int MOST_BYTES = 1 << 22;

  private static final String GAIN_MAP = "hdrgm:Version";

  /** Elements about pictures that a result does not hold. */
  private static final List<String> LEFT_OUT =
      List.of(
          "xmp:Thumbnails",
          "Container:Directory",
          "GContainer:Directory",
          "hdrgm:Version",
          "GCamera:MotionPhoto",
          "GCamera:MicroVideo");

  /** Attributes that are about pictures that a result does not hold. */
  private static final Pattern OF_OTHER_PICTURES =
      Pattern.compile(
          "\\s(hdrgm:\\w{1,40}|xmpNote:HasExtendedXMP|GCamera:(MotionPhoto|MicroVideo)\\w{0,40})"
              + "\\s?=\\s?(\"[^\"]{0,100}\"|'[^']{0,100}')");

  private XmpPacket() {}

  /**
   * A packet that can be edited.
   *
   * @param packet null where there is none
   * @param warn takes that it is damaged
   * @return null where there is none, or it is damaged
   */
  public static byte @Nullable [] readOrWarn(
      byte @Nullable [] packet, Consumer<PictureWarning> warn) {
    if (packet == null || isReadable(packet)) {
      return packet;
    }
    warn.accept(
        new PictureWarning(
            PictureWarning.Code.METADATA_DAMAGED, "the picture's XMP is damaged and left out"));
    return null;
  }

  private static boolean isReadable(byte[] packet) {
    if (packet.length > MOST_BYTES) {
      return false;
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(packet)).toString();
      return text.contains("<rdf:RDF");
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Whether a readable packet says that its picture comes with a gain map. */
  public static boolean namesGainMap(byte[] packet) {
    return new String(packet, UTF_8).contains(GAIN_MAP);
  }

  /** The packet of a result: upright, of this size, alone. */
  static byte[] enlarged(byte[] packet, int width, int height) {
    String text = new String(packet, UTF_8);
    text = valued(text, "tiff:Orientation", 1);
    text = valued(text, "tiff:ImageWidth", width);
    text = valued(text, "tiff:ImageLength", height);
    text = valued(text, "exif:PixelXDimension", width);
    text = valued(text, "exif:PixelYDimension", height);
    for (String element : LEFT_OUT) {
      text = without(text, element);
    }
    return OF_OTHER_PICTURES.matcher(text).replaceAll("").getBytes(UTF_8);
  }

  /** With another number wherever the property stands, as an attribute or as an element. */
  private static String valued(String text, String property, int value) {
    Pattern pattern =
        Pattern.compile("(" + property + "\\s?=\\s?[\"']|<" + property + ">\\s?)\\d{1,9}");
    return pattern
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + value));
  }

  private static String without(String text, String element) {
    StringBuilder kept = new StringBuilder(text.length());
    String end = "</" + element + ">";
    int from = 0;
    while (true) {
      int start = text.indexOf("<" + element, from);
      int after = start < 0 ? -1 : text.indexOf(end, start);
      if (after < 0) {
        return kept.append(text, from, text.length()).toString();
      }
      kept.append(text, from, start);
      from = after + end.length();
    }
  }
}
