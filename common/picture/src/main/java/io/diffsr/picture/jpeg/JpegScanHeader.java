package io.diffsr.picture.jpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * The header of a scan (ITU-T T.81, B.2.3).
 *
 * @param components in their order
 * @param first coefficient of the band, in the order of the file
 * @param last coefficient of the band
 * @param high bits that earlier scans have left out
 * @param low bits that this one leaves out
 */
record JpegScanHeader(List<Component> components, int first, int last, int high, int low) {
  private static final int BAND_BYTES = 3;

  JpegScanHeader {
    components = List.copyOf(components);
  }

  /** A component and the numbers of its Huffman tables. */
  record Component(int identifier, int dc, int ac) {}

  /**
   * Reads the content of the segment.
   *
   * @throws DamagedScanException where it makes no sense
   */
  static JpegScanHeader of(byte[] content) {
    int count = content.length == 0 ? 0 : content[0] & 0xFF;
    int band = 1 + 2 * count;
    if (count == 0 || content.length < band + BAND_BYTES) {
      throw new DamagedScanException();
    }
    List<Component> components = new ArrayList<>();
    for (int at = 1; at < band; at += 2) {
      components.add(
          new Component(content[at] & 0xFF, (content[at + 1] & 0xFF) >> 4, content[at + 1] & 15));
    }
    return new JpegScanHeader(
        components,
        content[band],
        Math.min(content[band + 1], JpegPlane.SIZE - 1),
        (content[band + 2] & 0xFF) >> 4,
        content[band + 2] & 15);
  }
}
