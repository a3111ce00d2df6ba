package io.diffsr.picture.heif;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.diffsr.picture.ExifOrientation;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.XmpPacket;
import io.diffsr.picture.tiff.ExifTree;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a HEIC or AVIF file says about the picture that is meant (ISO/IEC 23008-12, HEIF), known
 * without decoding it.
 *
 * @param width columns as coded; what the file turns and crops comes afterwards
 * @param height rows as coded
 * @param profile its ICC profile, or null
 * @param metadata what else goes over; its sizes and orientation are still those of the file
 * @param warnings what is left out
 * @param plainCopy what makes it a file of this picture's pixels alone
 */
@SuppressWarnings("ArrayRecordComponent") // Not compared by value.
record HeifPicture(
    int width,
    int height,
    byte @Nullable [] profile,
    PictureMetadata metadata,
    List<PictureWarning> warnings,
    List<HeifPatch> plainCopy) {
  /** Far more than the description of a picture takes; the largest part is the profile. */
  private static final int MOST_META_BYTES = 1 << 22;

  private static final Set<String> SEQUENCES =
      Set.of("avis", "msf1", "hevc", "hevx", "hevm", "hevs");
  private static final Set<String> PROFILES = Set.of("prof", "rICC");
  private static final String CODE_POINTS = "nclx";
  private static final Pattern BLOCK = Pattern.compile("II\\*\\x00|MM\\x00\\*|Exif");
  private static final int LARGEST_GRID = 64;
  private static final String XMP = "application/rdf+xml";

  // Of ITU-T H.273: what most pictures have, and what says nothing.
  private static final int SRGB_PRIMARIES = 1;
  private static final int SRGB_TRANSFER = 13;
  private static final int UNSPECIFIED = 2;

  /**
   * Reads a file.
   *
   * @throws PictureException of kind {@code CORRUPT}, or {@code UNSUPPORTED} for animations
   */
  static HeifPicture read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      HeifMeta meta = new HeifMeta(HeifFile.metaOf(channel, SEQUENCES, MOST_META_BYTES));
      return read(meta, channel);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw damaged("something is longer than its box", e);
    }
  }

  private static HeifPicture read(HeifMeta meta, FileChannel file) throws IOException {
    List<PictureWarning> warnings = new ArrayList<>();
    ByteBuffer size =
        meta.ownProperties("ispe")
            .findFirst()
            .map(HeifBox::content)
            .orElseThrow(() -> damaged("it does not say how large the picture is"));
    int width = size.getInt(HeifBox.VERSION_BYTES);
    int height = size.getInt(HeifBox.VERSION_BYTES + Integer.BYTES);
    if (width < 1 || height < 1) {
      throw damaged("the picture has no pixels");
    }
    if (meta.isPremultiplied()) {
      throw new PictureException(
          UNSUPPORTED,
          "HEIC and AVIF pictures whose colours are multiplied by their opacity are not read.");
    }
    requireGrid(meta, file, width, height);
    byte[] profile = null;
    byte[] codePoints = null;
    for (HeifBox colour : meta.ownProperties("colr").toList()) {
      String kind = HeifBox.characters(colour.content(), 4);
      if (PROFILES.contains(kind) && profile == null) {
        profile = rest(colour.content());
      } else if (kind.equals(CODE_POINTS) && codePoints == null) {
        codePoints = codePoints(colour.content());
      }
    }
    if (meta.hasSecondPicture()) {
      warnings.add(
          new PictureWarning(
              PictureWarning.Code.SECOND_PICTURE_LEFT_OUT,
              "the file holds several pictures; the one that it names as the first is enlarged"));
    }
    if (meta.hasGainMap()) {
      warnings.add(
          new PictureWarning(
              PictureWarning.Code.GAIN_MAP_LEFT_OUT,
              "the gain map for screens of high brightness is left out"));
    }
    return new HeifPicture(
        width,
        height,
        profile,
        metadata(meta, file, profile == null ? codePoints : null, warnings::add),
        List.copyOf(warnings),
        plainCopy(meta));
  }

  /** A picture of tiles says its size once more, where the decoder looks (section 6.6.2.3). */
  private static void requireGrid(HeifMeta meta, FileChannel file, int width, int height)
      throws IOException {
    Optional<HeifItem> grid = meta.picture().filter(item -> item.type().equals("grid"));
    if (grid.isEmpty()) {
      return;
    }
    ByteBuffer content = ByteBuffer.wrap(content(meta, file, grid.get(), LARGEST_GRID));
    content.get(); // Version.
    int sizeBytes = (content.get() & 1) == 0 ? Short.BYTES : Integer.BYTES;
    content.getShort(); // Rows and columns.
    if (HeifItem.number(content, sizeBytes) != width
        || HeifItem.number(content, sizeBytes) != height) {
      throw damaged("its tiles make a picture of another size");
    }
  }

  private static byte[] content(HeifMeta meta, FileChannel file, HeifItem item, int mostBytes)
      throws IOException {
    Optional<HeifLocation> location = meta.location(item);
    return location.isEmpty() || item.packed()
        ? new byte[0]
        : HeifFile.content(file, location.get(), meta.data(), mostBytes);
  }

  private static byte @Nullable [] codePoints(ByteBuffer content) {
    int primaries = content.getShort() & 0xFFFF;
    int transfer = content.getShort() & 0xFFFF;
    boolean usual =
        (primaries == SRGB_PRIMARIES || primaries == UNSPECIFIED)
            && (transfer == SRGB_TRANSFER || transfer == UNSPECIFIED);
    // As in PNG's cICP: RGB of the full range, which the decoder makes of whatever the file has.
    return usual || primaries > 0xFF || transfer > 0xFF
        ? null
        : new byte[] {(byte) primaries, (byte) transfer, 0, 1};
  }

  private static PictureMetadata metadata(
      HeifMeta meta, FileChannel file, byte @Nullable [] codePoints, Consumer<PictureWarning> warn)
      throws IOException {
    ExifTree exif = null;
    byte[] xmp = null;
    // The first of each counts, whatever it holds.
    Optional<HeifItem> first = meta.description("Exif", "");
    if (first.isPresent()) {
      byte[] content = content(meta, file, first.get(), ExifOrientation.MOST_BYTES);
      exif = ExifTree.readOrWarn(withoutOffset(content), warn).orElse(null);
    }
    first = meta.description("mime", XMP);
    if (first.isPresent()) {
      xmp = XmpPacket.readOrWarn(content(meta, file, first.get(), XmpPacket.MOST_BYTES), warn);
    }
    return new PictureMetadata(
        exif,
        xmp,
        null,
        exif == null ? null : exif.resolution().orElse(null),
        codePoints == null ? Map.of() : Map.of("cICP", codePoints),
        List.of(),
        List.of());
  }

  /**
   * What follows the number of bytes to be passed over (ISO/IEC 23008-12, annex A.2.1), which some
   * writers leave out.
   */
  private static byte[] withoutOffset(byte[] item) {
    if (item.length < Integer.BYTES
        || BLOCK.matcher(new String(item, 0, 4, ISO_8859_1)).matches()) {
      return item;
    }
    ByteBuffer content = ByteBuffer.wrap(item);
    long passed = Integer.toUnsignedLong(content.getInt());
    if (passed <= content.remaining()) {
      content.position(Integer.BYTES + (int) passed);
    }
    return rest(content);
  }

  private static List<HeifPatch> plainCopy(HeifMeta meta) {
    List<HeifPatch> patches = new ArrayList<>();
    meta.furtherPictures().forEach(item -> patches.add(item.hidden(true)));
    meta.picture().ifPresent(item -> patches.add(item.hidden(false)));
    // Decoders read Exif too, and not all of them check it.
    meta.descriptions().forEach(tie -> patches.add(new HeifPatch(tie.typeAt(), HeifFile.FREE)));
    meta.properties("colr")
        .filter(box -> PROFILES.contains(HeifBox.characters(box.content().duplicate().rewind(), 4)))
        .forEach(box -> patches.add(new HeifPatch(box.typeAt(), HeifFile.FREE)));
    return List.copyOf(patches);
  }

  private static byte[] rest(ByteBuffer content) {
    byte[] rest = new byte[content.remaining()];
    content.get(rest);
    return rest;
  }

  static PictureException damaged(String how) {
    return new PictureException(CORRUPT, message(how));
  }

  private static PictureException damaged(String how, RuntimeException cause) {
    return new PictureException(CORRUPT, message(how), cause);
  }

  private static String message(String how) {
    return "The HEIC or AVIF file is damaged: %s.".formatted(how);
  }

  static PictureException animation() {
    return new PictureException(
        UNSUPPORTED, "Animated HEIC and AVIF pictures are not read; send one of its frames.");
  }
}
