package io.diffsr.picture.jpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the components of a JPEG file are. Where markers contradict each other, what libjpeg takes
 * them for, and with it browsers: JFIF is YCbCr, then Adobe's marker counts, then the components'
 * identifiers.
 */
enum JpegColour {
  GREY,
  YCBCR,
  RGB,
  CMYK,
  YCCK;

  private static final int JFIF_MARKER = JpegSegments.APP0;
  private static final int ADOBE_MARKER = JpegSegments.APP0 + 14;
  private static final byte[] JFIF = "JFIF\0".getBytes(ISO_8859_1);
  private static final byte[] ADOBE = "Adobe".getBytes(ISO_8859_1);
  private static final int ADOBE_TRANSFORM = 11;
  private static final List<Integer> RGB_IDENTIFIERS = List.of((int) 'R', (int) 'G', (int) 'B');

  /** Collects what a file's markers say. */
  static final class Markers {
    private boolean jfif;
    private @Nullable Integer adobeTransform;

    /** Takes note of a segment before the pixels. */
    void add(int marker, byte[] content) {
      if (marker == JFIF_MARKER && JpegSegments.startsWith(content, JFIF)) {
        jfif = true;
      } else if (marker == ADOBE_MARKER
          && JpegSegments.startsWith(content, ADOBE)
          && content.length > ADOBE_TRANSFORM) {
        adobeTransform = content[ADOBE_TRANSFORM] & 0xFF;
      }
    }

    /** True for a segment that {@link #add} wants to see. */
    static boolean concern(int marker) {
      return marker == JFIF_MARKER || marker == ADOBE_MARKER;
    }

    /**
     * What the components are.
     *
     * @param identifiers of the components, in the order of the frame header
     */
    JpegColour colour(List<Integer> identifiers) {
      Integer transform = adobeTransform;
      return switch (identifiers.size()) {
        case 1 -> GREY;
        case 4 -> transform == null || transform == 0 ? CMYK : YCCK;
        default -> {
          boolean plain = transform == null ? identifiers.equals(RGB_IDENTIFIERS) : transform == 0;
          yield plain && !jfif ? RGB : YCBCR;
        }
      };
    }
  }

  /** The one segment that leaves no doubt about it. */
  byte[] segment() {
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    segment.write(0xFF);
    if (this == GREY || this == YCBCR) {
      segment.writeBytes(new byte[] {(byte) JFIF_MARKER, 0, 16});
      segment.writeBytes(JFIF);
      segment.writeBytes(new byte[] {1, 1, 0, 0, 1, 0, 1, 0, 0});
    } else {
      segment.writeBytes(new byte[] {(byte) ADOBE_MARKER, 0, 14});
      segment.writeBytes(ADOBE);
      segment.writeBytes(new byte[] {0, 100, 0, 0, 0, 0, (byte) (this == YCCK ? 2 : 0)});
    }
    return segment.toByteArray();
  }
}
