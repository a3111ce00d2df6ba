package io.diffsr.picture.png;

import static io.diffsr.picture.PictureWarning.Code.METADATA_DROPPED;

import io.diffsr.picture.ExifOrientation;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.Resolution;
import io.diffsr.picture.metadata.XmpPacket;
import io.diffsr.picture.tiff.ExifTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the metadata in the ancillary chunks of a PNG file. */
public final class PngMetadataReader {
  private static final int METRE = 1;
  private static final int RESOLUTION_BYTES = 9;

  /** Of all texts together, as they are stored. */
  private static final int MOST_TEXT_BYTES = 1 << 20;

  /** Lengths of the chunks that say how the pixels are shown. */
  private static final Map<String, Integer> COLOUR =
      Map.of("sRGB", 1, "cICP", 4, "mDCV", 24, "cLLI", 8);

  /** ImageMagick's way to keep other formats' metadata, which is not known to be the picture's. */
  private static final String RAW_PROFILE = "Raw profile type";

  private final Consumer<PictureWarning> warn;
  private final Map<String, byte[]> colour = new TreeMap<>();
  private final List<PictureMetadata.Text> texts = new ArrayList<>();
  private @Nullable ExifTree exif;
  private @Nullable Resolution resolution;
  private byte @Nullable [] xmp;
  private boolean exifSeen;
  private boolean xmpSeen;
  private boolean resolutionSeen;
  private boolean pixelsSeen;
  private boolean textsDropped;
  private int textBytes;

  private PngMetadataReader(Consumer<PictureWarning> warn) {
    this.warn = warn;
  }

  /** Reads all chunks; see {@link PictureMetadata}. */
  public static PictureMetadata read(byte[] file, Consumer<PictureWarning> warn)
      throws IOException {
    PngMetadataReader reader = new PngMetadataReader(warn);
    PngChunks chunks = new PngChunks(new ByteArrayInputStream(file));
    while (chunks.advance()) {
      reader.add(chunks);
    }
    if (reader.textsDropped) {
      reader.warn(METADATA_DROPPED, "some of the picture's texts are too long and left out");
    }
    return new PictureMetadata(
        reader.exif,
        reader.xmp,
        null,
        reader.resolution != null || reader.exif == null
            ? reader.resolution
            : reader.exif.resolution().orElse(null),
        reader.colour,
        reader.texts,
        List.of());
  }

  private void add(PngChunks chunks) throws IOException {
    String type = chunks.type();
    switch (type) {
      case "IDAT" -> pixelsSeen = true;
      case "sRGB", "cICP", "mDCV", "cLLI" -> {
        if (!pixelsSeen && COLOUR.getOrDefault(type, 0) == chunks.length()) {
          byte[] content = chunks.read();
          if (content.length > 0) {
            colour.putIfAbsent(type, content);
          }
        }
      }
      case "pHYs" -> {
        if (!pixelsSeen && !resolutionSeen && chunks.length() == RESOLUTION_BYTES) {
          resolution(chunks.read());
        }
      }
      case "eXIf" -> {
        if (!exifSeen && chunks.length() <= ExifOrientation.MOST_BYTES) {
          exif(chunks.read());
        }
      }
      case "tEXt", "zTXt", "iTXt" -> text(chunks);
      default -> {
        // What concerns the pixels, and their profile, is read elsewhere.
      }
    }
  }

  private void resolution(byte[] content) {
    if (content.length < RESOLUTION_BYTES) {
      return;
    }
    resolutionSeen = true;
    ByteBuffer numbers = ByteBuffer.wrap(content);
    double horizontal = Integer.toUnsignedLong(numbers.getInt(0));
    double vertical = Integer.toUnsignedLong(numbers.getInt(4));
    if (content[8] == METRE) {
      resolution = Resolution.perMetre(horizontal, vertical).orElse(null);
    } else if (horizontal != vertical) {
      warn.accept(Resolution.shapeAlone());
    }
  }

  private void exif(byte[] content) {
    if (content.length == 0) {
      return;
    }
    exifSeen = true;
    exif = ExifTree.readOrWarn(content, warn).orElse(null);
  }

  private void text(PngChunks chunks) throws IOException {
    if (chunks.length() > XmpPacket.MOST_BYTES) {
      textsDropped = true;
      return;
    }
    byte[] content = chunks.read();
    String keyword = PngText.keyword(content);
    if (PngText.isXmp(keyword) && chunks.type().equals("iTXt")) {
      xmp(content);
    } else if (textBytes + content.length > MOST_TEXT_BYTES || keyword.startsWith(RAW_PROFILE)) {
      textsDropped = true;
    } else if (!keyword.isEmpty()) {
      textBytes += content.length;
      texts.add(new PictureMetadata.Text(chunks.type(), content));
    }
  }

  private void xmp(byte[] content) {
    // The first one counts, whatever it holds: each may inflate to the bound.
    if (!xmpSeen) {
      xmpSeen = true;
      xmp =
          XmpPacket.readOrWarn(
              PngText.international(content, XmpPacket.MOST_BYTES).orElse(new byte[0]), warn);
    }
  }

  private void warn(PictureWarning.Code code, String message) {
    warn.accept(new PictureWarning(code, message));
  }
}
