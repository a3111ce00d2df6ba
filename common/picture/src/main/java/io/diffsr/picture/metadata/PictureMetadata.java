package io.diffsr.picture.metadata;

import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.tiff.ExifTree;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a picture's file says beside its pixels and their ICC profile.
 *
 * @param exif what the camera and its owner noted (Exif 2.32); null where there is nothing
 * @param xmp a packet of XMP (ISO 16684-1) in UTF-8, or null
 * @param iptc IPTC's records (IIM 4.2), or null
 * @param resolution pixels per inch, or null where it is not known
 * @param colour contents of the PNG chunks by which pixels are shown, by type
 * @param texts contents of PNG's text chunks, with their types
 * @param comments of JPEG
 */
@SuppressWarnings("ArrayRecordComponent") // Not compared by value.
public record PictureMetadata(
    @Nullable ExifTree exif,
    byte @Nullable [] xmp,
    byte @Nullable [] iptc,
    @Nullable Resolution resolution,
    Map<String, byte[]> colour,
    List<Text> texts,
    List<byte[]> comments) {
  private static final String CODE_POINTS = "cICP";

  /** A JPEG segment less what stands around the records. */
  private static final int LARGEST_JPEG_RECORDS = 65_533 - 27;

  /** A JPEG segment less the longest name of what it holds. */
  private static final int LARGEST_JPEG_BLOCK = 65_533 - 29;

  /** Says nothing. */
  public static final PictureMetadata NONE =
      new PictureMetadata(null, null, null, null, Map.of(), List.of(), List.of());

  // Spelled out, as a compact constructor loses the annotations of array parameters.
  public PictureMetadata(
      @Nullable ExifTree exif,
      byte @Nullable [] xmp,
      byte @Nullable [] iptc,
      @Nullable Resolution resolution,
      Map<String, byte[]> colour,
      List<Text> texts,
      List<byte[]> comments) {
    this.exif = exif;
    this.xmp = xmp;
    this.iptc = iptc;
    this.resolution = resolution;
    this.colour = Map.copyOf(colour);
    this.texts = List.copyOf(texts);
    this.comments = List.copyOf(comments);
  }

  /** Of a file that has no place for the others. */
  public static PictureMetadata of(
      @Nullable ExifTree exif,
      byte @Nullable [] xmp,
      byte @Nullable [] iptc,
      @Nullable Resolution resolution) {
    return new PictureMetadata(exif, xmp, iptc, resolution, Map.of(), List.of(), List.of());
  }

  /** A PNG text chunk. */
  @SuppressWarnings("ArrayRecordComponent") // Not compared by value.
  public record Text(String type, byte[] content) {
    private static final byte[] KEYWORD = "Comment\0".getBytes(StandardCharsets.ISO_8859_1);

    /** A comment of another format, up to its first zero. */
    static Text ofComment(byte[] comment) {
      int length = 0;
      boolean plain = true;
      while (length < comment.length && comment[length] != 0) {
        plain &= comment[length] > 0;
        length++;
      }
      if (!plain && isUtf8(comment, length)) {
        // The keyword's end, no compression, no language, no translated keyword.
        byte[] international = Arrays.copyOf(KEYWORD, KEYWORD.length + 4 + length);
        System.arraycopy(comment, 0, international, KEYWORD.length + 4, length);
        return new Text("iTXt", international);
      }
      byte[] content = Arrays.copyOf(KEYWORD, KEYWORD.length + length);
      System.arraycopy(comment, 0, content, KEYWORD.length, length);
      return new Text("tEXt", content);
    }

    private static boolean isUtf8(byte[] bytes, int length) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
        return true;
      } catch (CharacterCodingException e) {
        return false;
      }
    }
  }

  /** The contents of {@code colour} in a fixed order. */
  public Map<String, byte[]> orderedColour() {
    return new TreeMap<>(colour);
  }

  /** What is about colour alone. */
  public PictureMetadata colourAlone() {
    return new PictureMetadata(null, null, null, null, colour, List.of(), List.of());
  }

  /**
   * That of a result: its pixels are upright and of another number, and no preview is of it.
   *
   * @param header of the picture's file
   * @param width of the result
   * @param height of the result
   */
  public PictureMetadata enlarged(PictureHeader header, int width, int height) {
    Resolution upright =
        resolution != null && header.orientation().swapsAxes() ? resolution.turned() : resolution;
    return new PictureMetadata(
        exif == null ? null : exif.enlarged(width, height, header.orientation().swapsAxes()),
        xmp == null ? null : XmpPacket.enlarged(xmp, width, height),
        iptc,
        upright,
        colour,
        texts,
        comments);
  }

  /**
   * The part that a format has a place for, and what is said about the rest.
   *
   * @param warn takes what is dropped
   */
  public PictureMetadata fitting(PictureFormat format, Consumer<PictureWarning> warn) {
    boolean png = format == PictureFormat.PNG;
    boolean jpeg = format == PictureFormat.JPEG;
    boolean iptcFits =
        (jpeg && (iptc == null || iptc.length <= LARGEST_JPEG_RECORDS))
            || format == PictureFormat.TIFF;
    List<String> dropped = new ArrayList<>();
    boolean exifFits = !jpeg || exif == null || exif.block().length <= LARGEST_JPEG_BLOCK;
    boolean xmpFits = !jpeg || xmp == null || xmp.length <= LARGEST_JPEG_BLOCK;
    note(dropped, "Exif", !exifFits);
    note(dropped, "XMP", !xmpFits);
    note(dropped, "IPTC", iptc != null && !iptcFits);
    note(dropped, "texts", !texts.isEmpty() && !png);
    note(dropped, "comments", !comments.isEmpty() && !jpeg && !png);
    if (!dropped.isEmpty()) {
      warn.accept(
          new PictureWarning(
              PictureWarning.Code.METADATA_DROPPED,
              "a %s file has no place for the picture's %s"
                  .formatted(format.displayName(), String.join(", ", dropped))));
    }
    if (colour.containsKey(CODE_POINTS) && !png) {
      warn.accept(
          new PictureWarning(
              PictureWarning.Code.COLOUR_DROPPED,
              "a %s file cannot say as cICP does how its colour is meant"
                  .formatted(format.displayName())));
    }
    return new PictureMetadata(
        exifFits ? exif : null,
        xmpFits ? xmp : null,
        iptcFits ? iptc : null,
        resolution,
        png ? colour : Map.of(),
        png
            ? Stream.concat(texts.stream(), comments.stream().map(Text::ofComment)).toList()
            : List.of(),
        jpeg ? comments : List.of());
  }

  /** The Exif block for a file of this format, which in WebP also holds the resolution. */
  public Optional<byte[]> exifBlock(PictureFormat format) {
    // Others have a place of their own for it.
    ExifTree tree = format == PictureFormat.WEBP ? withResolution().orElse(null) : exif;
    return Optional.ofNullable(tree).map(ExifTree::block);
  }

  /** The fields of Exif, the resolution among them where it is known. */
  public Optional<ExifTree> withResolution() {
    if (resolution == null) {
      return Optional.ofNullable(exif);
    }
    return Optional.of(exif == null ? ExifTree.of(resolution) : exif.completed(resolution));
  }

  private static void note(List<String> dropped, String what, boolean isDropped) {
    if (isDropped) {
      dropped.add(what);
    }
  }
}
