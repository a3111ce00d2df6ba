package io.diffsr.picture.jpeg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the coefficients of a JPEG file together, segment by segment. */
final class JpegCoefficientReader {
  private static final int BASELINE = 0xC0;
  private static final int EXTENDED = 0xC1;
  private static final int PROGRESSIVE = 0xC2;
  private static final int TABLES = 4;

  private final byte[] file;
  private final boolean kept;
  private final int[][] quantisation = new int[TABLES][];
  private final HuffmanTable[] dc = new HuffmanTable[TABLES];
  private final HuffmanTable[] ac = new HuffmanTable[TABLES];
  private final Map<Integer, JpegPlane> planes = new LinkedHashMap<>();
  private final Set<Integer> scanned = new HashSet<>();
  private final JpegColour.Markers markers = new JpegColour.Markers();
  private @Nullable JpegFrame frame;
  private int restartInterval;
  private boolean progressive;
  private int scanEnd;

  private JpegCoefficientReader(byte[] file, boolean kept) {
    this.file = file;
    this.kept = kept;
  }

  /**
   * Reads all segments.
   *
   * @throws DamagedScanException where the data are damaged
   * @throws IndexOutOfBoundsException where the file ends early
   */
  static Optional<JpegCoefficients> read(byte[] file) {
    JpegCoefficientReader reader = new JpegCoefficientReader(file, true);
    int at = 2;
    while (at >= 0) {
      try {
        at = reader.segment(at);
      } catch (IndexOutOfBoundsException e) {
        // A sequential picture needs no end marker.
        if (reader.progressive || !reader.allScanned()) {
          throw e;
        }
        at = -1;
      }
    }
    return reader.finished();
  }

  private boolean allScanned() {
    return frame != null && scanned.containsAll(planes.keySet());
  }

  /**
   * Where the last block of a sequential picture ends in a file that need not have an end marker.
   * Nothing of the picture's size is held in memory.
   *
   * @return empty where blocks are missing or damaged, and for progressive pictures: there, what is
   *     missing may be a whole scan
   */
  static OptionalInt endOfBlocks(byte[] file) {
    JpegCoefficientReader reader = new JpegCoefficientReader(file, false);
    try {
      int at = 2;
      while (at >= 0 && !reader.progressive) {
        at = reader.segment(at);
        if (reader.allScanned()) {
          return reader.progressive ? OptionalInt.empty() : OptionalInt.of(reader.scanEnd);
        }
      }
      return OptionalInt.empty();
    } catch (DamagedScanException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return OptionalInt.empty();
    }
  }

  /** Reads the next segment and returns where it ends; negative at the end marker. */
  private int segment(int from) {
    int at = nextMarker(from);
    int marker = file[at++] & 0xFF;
    if (marker == JpegSegments.END_OF_IMAGE) {
      return -1;
    }
    int end = at + JpegSegments.number(file, at);
    add(marker, Arrays.copyOfRange(file, at + 2, end), end);
    return end;
  }

  /** The second byte of the next marker; what a scan compressed is passed over. */
  private int nextMarker(int from) {
    int at = from;
    while ((file[at] & 0xFF) != 0xFF || !JpegSegments.startsSegment(file[at + 1] & 0xFF)) {
      at++;
    }
    return at + 1;
  }

  private void add(int marker, byte[] content, int end) {
    switch (marker) {
      case BASELINE, EXTENDED, PROGRESSIVE -> {
        progressive = marker == PROGRESSIVE;
        begin(JpegFrame.of(content));
      }
      case JpegSegments.START_OF_SCAN -> scan(JpegScanHeader.of(content), end);
      case JpegSegments.HUFFMAN_TABLES -> huffmanTables(content);
      case JpegSegments.QUANTISATION_TABLES -> quantisationTables(content);
      case JpegSegments.RESTART_INTERVAL -> restartInterval = JpegSegments.number(content, 0);
      default -> markers.add(marker, content);
    }
  }

  private Optional<JpegCoefficients> finished() {
    if (frame == null) {
      return Optional.empty();
    }
    JpegColour colour = markers.colour(frame.identifiers());
    if (colour != JpegColour.GREY && colour != JpegColour.YCBCR) {
      return Optional.empty();
    }
    List<JpegPlane> quantised = new ArrayList<>();
    for (JpegFrame.Component component : frame.components()) {
      JpegPlane plane = planes.get(component.identifier());
      int[] steps = quantisation[component.quantisation()];
      if (plane == null || steps == null || Arrays.stream(steps).anyMatch(step -> step == 0)) {
        return Optional.empty();
      }
      quantised.add(
          new JpegPlane(
              plane.horizontal(),
              plane.vertical(),
              plane.blocksWide(),
              plane.blocksHigh(),
              plane.coefficients(),
              steps));
    }
    JpegCoefficients found = new JpegCoefficients(frame.width(), frame.height(), quantised);
    boolean whole =
        quantised.stream()
            .allMatch(
                plane ->
                    found.mostHorizontal() % plane.horizontal() == 0
                        && found.mostVertical() % plane.vertical() == 0);
    return whole ? Optional.of(found) : Optional.empty();
  }

  private void quantisationTables(byte[] content) {
    int at = 0;
    while (at < content.length) {
      boolean wide = (content[at] >> 4) != 0;
      int[] steps = new int[JpegPlane.SIZE];
      int table = content[at++] & 15;
      for (int place : JpegScan.ZIGZAG) {
        steps[place] = wide ? JpegSegments.number(content, at) : content[at] & 0xFF;
        at += wide ? 2 : 1;
      }
      quantisation[table] = steps;
    }
  }

  private void huffmanTables(byte[] content) {
    int at = 0;
    while (at < content.length) {
      int kind = content[at] >> 4;
      int number = content[at++] & 15;
      HuffmanTable table = new HuffmanTable(content, at);
      (kind == 0 ? dc : ac)[number] = table;
      at += table.bytes();
    }
  }

  private void begin(JpegFrame begun) {
    frame = begun;
    planes.clear();
    scanned.clear();
    for (JpegFrame.Component component : begun.components()) {
      int wide = begun.unitsWide() * component.horizontal();
      int high = begun.unitsHigh() * component.vertical();
      int samples =
          kept
              ? Math.multiplyExact(Math.multiplyExact(wide, high), JpegPlane.SIZE)
              : JpegPlane.SIZE;
      JpegPlane plane =
          new JpegPlane(
              component.horizontal(),
              component.vertical(),
              wide,
              high,
              new short[samples],
              new int[0]);
      planes.put(component.identifier(), plane);
    }
  }

  private void scan(JpegScanHeader header, int position) {
    if (frame == null) {
      throw new DamagedScanException();
    }
    List<JpegScan.Component> components = new ArrayList<>();
    for (JpegScanHeader.Component each : header.components()) {
      JpegFrame.Component component = frame.component(each.identifier());
      components.add(
          new JpegScan.Component(
              Objects.requireNonNull(planes.get(each.identifier())),
              frame.ownWide(component),
              frame.ownHigh(component),
              table(dc, each.dc()),
              table(ac, each.ac())));
    }
    EntropyBits bits = new EntropyBits(file, position);
    new JpegScan(
            bits,
            components,
            header.first(),
            header.last(),
            progressive ? header.high() : 0,
            progressive ? header.low() : 0,
            progressive,
            kept)
        .read(restartInterval);
    scanEnd = bits.position();
    header.components().forEach(each -> scanned.add(each.identifier()));
  }

  private static @Nullable HuffmanTable table(HuffmanTable[] tables, int number) {
    return tables[number];
  }
}
