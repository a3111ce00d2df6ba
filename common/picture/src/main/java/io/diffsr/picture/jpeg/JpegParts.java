package io.diffsr.picture.jpeg;

import io.diffsr.picture.IccProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG file taken apart: the pixels with what is needed to read them, and their profile.
 *
 * @param pixelFile the file without what does not concern the pixels; the profile is left in for
 *     CMYK alone, which the reader converts by it, and where it is whole
 * @param cmyk true where the file has four components
 * @param iccProfile the ICC profile; null where absent or incomplete
 */
@SuppressWarnings("ArrayRecordComponent") // Taken apart once and never compared.
record JpegParts(byte[] pixelFile, boolean cmyk, byte @Nullable [] iccProfile) {
  private static final int COMPONENTS_OFFSET = 5;
  private static final int START_OF_SCAN = 0xDA;
  private static final int COMMENT = 0xFE;
  private static final int LAST_APPLICATION = JpegSegments.APP0 + 15;

  /** Adobe's marker says whether components are YCbCr, RGB, CMYK or YCCK. */
  private static final int ADOBE = JpegSegments.APP0 + 14;

  /** Takes a file apart whose structure has been verified. */
  static JpegParts of(byte[] file) throws IOException {
    JpegSegments segments = new JpegSegments(new ByteArrayInputStream(file));
    JpegProfile profile = new JpegProfile();
    boolean cmyk = false;
    // The reader of CMYK looks no further than the first scan, either.
    while (segments.advance() && !segments.isScanHeader()) {
      if (segments.isFrameHeader()) {
        cmyk = segments.read()[COMPONENTS_OFFSET] == 4;
      } else if (segments.marker() == JpegProfile.MARKER) {
        profile.add(segments.read());
      }
    }
    byte[] joined = profile.joined();
    return new JpegParts(pixelFile(file, cmyk && IccProfile.isWhole(joined)), cmyk, joined);
  }

  private static byte[] pixelFile(byte[] file, boolean keepProfile) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, 2);
    int position = 2;
    while (true) {
      int segment = position;
      while ((file[position] & 0xFF) == 0xFF) {
        position++;
      }
      int marker = file[position] & 0xFF;
      if (marker == START_OF_SCAN) {
        kept.write(file, segment, file.length - segment);
        return kept.toByteArray();
      }
      int length = ((file[position + 1] & 0xFF) << 8) | (file[position + 2] & 0xFF);
      int end = position + 1 + length;
      if (concernsPixels(marker) || (keepProfile && marker == JpegProfile.MARKER)) {
        kept.write(file, segment, end - segment);
      }
      position = end;
    }
  }

  private static boolean concernsPixels(int marker) {
    boolean application = marker >= JpegSegments.APP0 && marker <= LAST_APPLICATION;
    return marker == JpegSegments.APP0 || marker == ADOBE || (!application && marker != COMMENT);
  }
}
