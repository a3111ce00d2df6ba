package io.diffsr.picture.jpeg;

import static io.diffsr.picture.PictureWarning.Code.GAIN_MAP_LEFT_OUT;
import static io.diffsr.picture.PictureWarning.Code.METADATA_DROPPED;
import static io.diffsr.picture.PictureWarning.Code.SECOND_PICTURE_LEFT_OUT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the metadata in the application segments of a JPEG file. */
public final class JpegMetadataReader {
  private static final int MOST_COMMENTS = 100;
  private static final int APP2 = JpegSegments.APP0 + 2;
  private static final byte[] JFIF = "JFIF\0".getBytes(ISO_8859_1);
  private static final byte[] SEVERAL_PICTURES = "MPF\0".getBytes(ISO_8859_1);
  private static final byte[] GAIN_MAP = "urn:iso:std:iso:ts:21496:-1\0".getBytes(ISO_8859_1);
  private static final byte[] EXTENSION =
      "http://ns.adobe.com/xmp/extension/\0".getBytes(ISO_8859_1);
  private static final int JFIF_BYTES = 12;
  private static final int INCH = 1;
  private static final int CENTIMETRE = 2;

  /** What an {@code JpegSegments.APP1} segment with a packet of XMP starts with. */
  static final byte[] XMP = "http://ns.adobe.com/xap/1.0/\0".getBytes(ISO_8859_1);

  private final Consumer<PictureWarning> warn;
  private final PhotoshopResources resources = new PhotoshopResources();
  private final List<byte[]> comments = new ArrayList<>();
  private byte @Nullable [] jfif;
  private byte @Nullable [] exif;
  private byte @Nullable [] xmp;
  private boolean severalPictures;
  private boolean gainMap;
  private boolean extended;

  private JpegMetadataReader(Consumer<PictureWarning> warn) {
    this.warn = warn;
  }

  /** Reads what stands before the first scan; see {@link PictureMetadata}. */
  public static PictureMetadata read(byte[] file, Consumer<PictureWarning> warn)
      throws IOException {
    JpegMetadataReader reader = new JpegMetadataReader(warn);
    JpegSegments segments = new JpegSegments(new ByteArrayInputStream(file));
    while (segments.advance() && !segments.isScanHeader()) {
      reader.add(segments);
    }
    return reader.metadata();
  }

  private void add(JpegSegments segments) throws IOException {
    switch (segments.marker()) {
      case JpegSegments.APP0 -> {
        byte[] content = segments.read();
        jfif = jfif == null && JpegSegments.startsWith(content, JFIF) ? content : jfif;
      }
      case JpegSegments.APP1 -> addNamed(segments.read());
      case APP2 -> {
        byte[] content = segments.read();
        severalPictures |= JpegSegments.startsWith(content, SEVERAL_PICTURES);
        gainMap |= JpegSegments.startsWith(content, GAIN_MAP);
      }
      case PhotoshopResources.MARKER -> resources.add(segments.read());
      case JpegSegments.COMMENT -> {
        if (comments.size() < MOST_COMMENTS) {
          comments.add(segments.read());
        }
      }
      default -> {
        // Profiles and what concerns the pixels are read elsewhere.
      }
    }
  }

  /** The first of each kind counts. */
  private void addNamed(byte[] content) {
    if (ExifOrientation.hasPreamble(content)) {
      if (exif == null) {
        exif = content;
      }
    } else if (JpegSegments.startsWith(content, XMP)) {
      if (xmp == null) {
        xmp = Arrays.copyOfRange(content, XMP.length, content.length);
      }
    } else {
      extended |= JpegSegments.startsWith(content, EXTENSION);
    }
  }

  private PictureMetadata metadata() {
    Optional<ExifTree> tree = exif == null ? Optional.empty() : ExifTree.readOrWarn(exif, warn);
    byte[] packet = XmpPacket.readOrWarn(xmp, warn);
    if (extended) {
      warn(METADATA_DROPPED, "the picture's extended XMP is left out");
    }
    if (gainMap || (packet != null && XmpPacket.namesGainMap(packet))) {
      warn(
          GAIN_MAP_LEFT_OUT,
          "the file's gain map is left out: the result shows no brighter on screens that could");
    } else if (severalPictures) {
      warn(SECOND_PICTURE_LEFT_OUT, "the file holds several pictures; the first is enlarged");
    }
    return new PictureMetadata(
        tree.orElse(null),
        packet,
        resources.iptc().orElse(null),
        resolution().or(() -> tree.flatMap(ExifTree::resolution)).orElse(null),
        Map.of(),
        List.of(),
        comments);
  }

  private Optional<Resolution> resolution() {
    byte[] header = jfif;
    if (header == null || header.length < JFIF_BYTES) {
      return Optional.empty();
    }
    ByteBuffer numbers = ByteBuffer.wrap(header);
    int horizontal = numbers.getShort(8) & 0xFFFF;
    int vertical = numbers.getShort(10) & 0xFFFF;
    return switch (header[7]) {
      case INCH -> Resolution.perInch(horizontal, vertical);
      case CENTIMETRE -> Resolution.perCentimetre(horizontal, vertical);
      default -> {
        if (horizontal != vertical) {
          warn.accept(Resolution.shapeAlone());
        }
        yield Optional.empty();
      }
    };
  }

  private void warn(PictureWarning.Code code, String message) {
    warn.accept(new PictureWarning(code, message));
  }
}
