package io.diffsr.picture.jpeg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the coefficients of a JPEG file together, segment by segment. */
final class JpegCoefficientReader {
  private static final int HUFFMAN_TABLES = 0xC4;
  private static final int QUANTISATION_TABLES = 0xDB;
  private static final int RESTART_INTERVAL = 0xDD;
  private static final int ADOBE = JpegSegments.APP0 + 14;
  private static final int ADOBE_TRANSFORM = 11;
  private static final int BASELINE = 0xC0;
  private static final int EXTENDED = 0xC1;
  private static final int PROGRESSIVE = 0xC2;
  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int FIRST_RESTART = 0xD0;
  private static final int LAST_RESTART = 0xD7;
  private static final int TABLES = 4;

  private final byte[] file;
  private final int[][] quantisation = new int[TABLES][];
  private final HuffmanTable[] dc = new HuffmanTable[TABLES];
  private final HuffmanTable[] ac = new HuffmanTable[TABLES];
  private final List<Component> components = new ArrayList<>();
  private int width;
  private int height;
  private int restartInterval;
  private boolean progressive;
  private boolean colourDifferences = true;

  /** A component of the frame. */
  private record Component(int id, JpegPlane plane, int table, int ownWide, int ownHigh) {}

  JpegCoefficientReader(byte[] file) {
    this.file = file;
  }

  /**
   * Reads all segments.
   *
   * @throws DamagedScanException where the data are damaged
   * @throws IndexOutOfBoundsException where the file ends early
   */
  Optional<JpegCoefficients> read() {
    int at = 2;
    while (true) {
      at = nextMarker(at);
      int marker = file[at++] & 0xFF;
      if (marker == END_OF_IMAGE) {
        return finished();
      }
      int end = at + number(file, at);
      byte[] content = Arrays.copyOfRange(file, at + 2, end);
      add(marker, content, end);
      at = end;
    }
  }

  /** The second byte of the next marker; what a scan compressed is passed over. */
  private int nextMarker(int from) {
    int at = from;
    while ((file[at] & 0xFF) != 0xFF || passedOver(file[at + 1] & 0xFF)) {
      at++;
    }
    return at + 1;
  }

  /** Stuffed bytes, fill bytes and restart markers. */
  private static boolean passedOver(int code) {
    return code == 0 || code == 0xFF || (code >= FIRST_RESTART && code <= LAST_RESTART);
  }

  private void add(int marker, byte[] content, int end) {
    switch (marker) {
      case BASELINE, EXTENDED, PROGRESSIVE -> {
        progressive = marker == PROGRESSIVE;
        frame(content);
      }
      case START_OF_SCAN -> scan(content, end);
      case HUFFMAN_TABLES -> huffmanTables(content);
      case QUANTISATION_TABLES -> quantisationTables(content);
      case RESTART_INTERVAL -> restartInterval = number(content, 0);
      case ADOBE ->
          colourDifferences = content.length <= ADOBE_TRANSFORM || content[ADOBE_TRANSFORM] != 0;
      default -> {
        // Profiles, comments and the like say nothing about coefficients.
      }
    }
  }

  private Optional<JpegCoefficients> finished() {
    boolean known = components.size() == 1 || (components.size() == 3 && colourDifferences);
    if (!known) {
      return Optional.empty();
    }
    List<JpegPlane> planes = new ArrayList<>();
    for (Component each : components) {
      int[] steps = quantisation[each.table()];
      JpegPlane plane = each.plane();
      if (steps == null || Arrays.stream(steps).anyMatch(step -> step == 0)) {
        return Optional.empty();
      }
      planes.add(
          new JpegPlane(
              plane.horizontal(),
              plane.vertical(),
              plane.blocksWide(),
              plane.blocksHigh(),
              plane.coefficients(),
              steps));
    }
    JpegCoefficients found = new JpegCoefficients(width, height, planes);
    boolean whole =
        planes.stream()
            .allMatch(
                plane ->
                    found.mostHorizontal() % plane.horizontal() == 0
                        && found.mostVertical() % plane.vertical() == 0);
    return whole ? Optional.of(found) : Optional.empty();
  }

  private static int number(byte[] content, int offset) {
    return ((content[offset] & 0xFF) << 8) | (content[offset + 1] & 0xFF);
  }

  private void quantisationTables(byte[] content) {
    int at = 0;
    while (at < content.length) {
      boolean wide = (content[at] >> 4) != 0;
      int[] steps = new int[JpegPlane.SIZE];
      int table = content[at++] & 15;
      for (int place : JpegScan.ZIGZAG) {
        steps[place] = wide ? number(content, at) : content[at] & 0xFF;
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

  private void frame(byte[] content) {
    height = number(content, 1);
    width = number(content, 3);
    int count = content[5];
    int mostHorizontal = 1;
    int mostVertical = 1;
    for (int i = 0; i < count; i++) {
      mostHorizontal = Math.max(mostHorizontal, content[7 + 3 * i] >> 4);
      mostVertical = Math.max(mostVertical, content[7 + 3 * i] & 15);
    }
    int unitsWide = blocks(width, mostHorizontal);
    int unitsHigh = blocks(height, mostVertical);
    components.clear();
    for (int i = 0; i < count; i++) {
      // The only component of a picture has one block a unit, whatever it declares.
      int horizontal = count == 1 ? 1 : content[7 + 3 * i] >> 4;
      int vertical = count == 1 ? 1 : content[7 + 3 * i] & 15;
      if (horizontal < 1 || vertical < 1) {
        throw new DamagedScanException();
      }
      int wide = count == 1 ? blocks(width, 1) : unitsWide * horizontal;
      int high = count == 1 ? blocks(height, 1) : unitsHigh * vertical;
      JpegPlane plane =
          new JpegPlane(
              horizontal,
              vertical,
              wide,
              high,
              new short[Math.multiplyExact(Math.multiplyExact(wide, high), JpegPlane.SIZE)],
              new int[0]);
      int samplesWide = (width * horizontal + mostHorizontal - 1) / mostHorizontal;
      int samplesHigh = (height * vertical + mostVertical - 1) / mostVertical;
      components.add(
          new Component(
              content[6 + 3 * i],
              plane,
              content[8 + 3 * i],
              count == 1 ? wide : blocks(samplesWide, 1),
              count == 1 ? high : blocks(samplesHigh, 1)));
    }
  }

  private static int blocks(int samples, int perUnit) {
    int unit = JpegPlane.EDGE * perUnit;
    return (samples + unit - 1) / unit;
  }

  private void scan(byte[] header, int position) {
    int count = header[0];
    List<JpegScan.Component> scanned = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Component component = component(header[1 + 2 * i]);
      int tables = header[2 + 2 * i];
      scanned.add(
          new JpegScan.Component(
              component.plane(),
              component.ownWide(),
              component.ownHigh(),
              table(dc, tables >> 4),
              table(ac, tables & 15)));
    }
    int after = 1 + 2 * count;
    new JpegScan(
            new EntropyBits(file, position),
            scanned,
            header[after],
            Math.min(header[after + 1], JpegPlane.SIZE - 1),
            progressive ? header[after + 2] >> 4 : 0,
            progressive ? header[after + 2] & 15 : 0,
            progressive)
        .read(restartInterval);
  }

  private static @Nullable HuffmanTable table(HuffmanTable[] tables, int number) {
    return tables[number];
  }

  private Component component(int id) {
    return components.stream()
        .filter(component -> component.id() == id)
        .findFirst()
        .orElseThrow(DamagedScanException::new);
  }
}
