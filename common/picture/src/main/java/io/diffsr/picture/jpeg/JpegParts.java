package io.diffsr.picture.jpeg;

import io.diffsr.picture.IccProfile;
import io.diffsr.picture.PictureException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG file taken apart: the pixels with what is needed to read them, and their profile.
 *
 * @param pixelFile the file without what does not concern the pixels, with one marker that says
 *     what its components are, and with an end; the profile is left in for CMYK alone, which the
 *     reader converts by it, and where it is whole
 * @param cmyk true where the file has four components
 * @param iccProfile the ICC profile; null where absent or incomplete
 */
@SuppressWarnings("ArrayRecordComponent") // Taken apart once and never compared.
record JpegParts(byte[] pixelFile, boolean cmyk, byte @Nullable [] iccProfile) {
  private static final int LAST_APPLICATION = JpegSegments.APP0 + 15;
  private static final byte[] END = {(byte) 0xFF, (byte) 0xD9};

  /** Whether a profile is there by which CMYK cannot be converted. */
  boolean profileIgnored() {
    return cmyk && iccProfile != null && !IccProfile.isWhole(iccProfile);
  }

  /** Takes a file apart whose structure has been verified. */
  static JpegParts of(byte[] file) throws IOException {
    JpegSegments segments = new JpegSegments(new ByteArrayInputStream(file));
    JpegProfile profile = new JpegProfile();
    JpegColour.Markers markers = new JpegColour.Markers();
    List<Integer> identifiers = List.of();
    // The reader of CMYK looks no further than the first scan, either.
    while (segments.advance() && !segments.isScanHeader()) {
      if (segments.isFrameHeader()) {
        identifiers = JpegFrame.of(segments.read()).identifiers();
      } else if (segments.marker() == JpegProfile.MARKER) {
        profile.add(segments.read());
      } else if (JpegColour.Markers.concern(segments.marker())) {
        markers.add(segments.marker(), segments.read());
      }
    }
    JpegColour colour = markers.colour(identifiers);
    boolean cmyk = colour == JpegColour.CMYK || colour == JpegColour.YCCK;
    byte[] joined = profile.joined();
    int end = hasEnd(segments) ? file.length : endOfBlocks(file);
    return new JpegParts(
        pixelFile(file, end, colour, cmyk && IccProfile.isWhole(joined)), cmyk, joined);
  }

  /** Whether the segments go on to an end marker. */
  private static boolean hasEnd(JpegSegments segments) throws IOException {
    try {
      while (segments.advance()) {
        // On to the end.
      }
      return !segments.endMissing();
    } catch (PictureException e) {
      return false; // Segments behind the pixels that are none.
    }
  }

  /** What stands after the blocks of a file without an end is nothing that a reader must see. */
  private static int endOfBlocks(byte[] file) {
    return JpegCoefficientReader.endOfBlocks(file).orElse(file.length);
  }

  private static byte[] pixelFile(byte[] file, int end, JpegColour colour, boolean keepProfile) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, 2);
    kept.writeBytes(colour.segment());
    int position = 2;
    while (true) {
      while ((file[position] & 0xFF) != 0xFF
          || !JpegSegments.startsSegment(file[position + 1] & 0xFF)) {
        position++;
      }
      int segment = position;
      int marker = file[position + 1] & 0xFF;
      if (marker == JpegSegments.START_OF_SCAN) {
        kept.write(file, segment, end - segment);
        // One too many where there is one already, which nobody reads.
        kept.writeBytes(END);
        return kept.toByteArray();
      }
      int length = JpegSegments.number(file, position + 2);
      if (concernsPixels(marker) || (keepProfile && marker == JpegProfile.MARKER)) {
        kept.write(file, segment, 2 + length);
      }
      position = segment + 2 + length;
    }
  }

  private static boolean concernsPixels(int marker) {
    boolean application = marker >= JpegSegments.APP0 && marker <= LAST_APPLICATION;
    return !application && marker != JpegSegments.COMMENT;
  }
}
