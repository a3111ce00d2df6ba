package io.diffsr.picture.jpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * The frame header of a JPEG file: the picture's size and how finely each component is sampled
 * (ITU-T T.81, B.2.2 and A.1.1).
 *
 * @param width columns
 * @param height rows
 * @param components in their order
 */
record JpegFrame(int width, int height, List<Component> components) {
  private static final int HEADER_BYTES = 6;
  private static final int COMPONENT_BYTES = 3;
  private static final int MOST_SAMPLING = 4;

  JpegFrame {
    components = List.copyOf(components);
  }

  /**
   * A component.
   *
   * @param identifier by which scans name it
   * @param horizontal sampling factor, 1..4
   * @param vertical sampling factor, 1..4
   * @param quantisation number of its table
   */
  record Component(int identifier, int horizontal, int vertical, int quantisation) {}

  /**
   * Reads the content of the segment.
   *
   * @throws DamagedScanException where it makes no sense
   */
  static JpegFrame of(byte[] content) {
    int count = content.length < HEADER_BYTES ? 0 : content[5] & 0xFF;
    if (count == 0 || content.length < HEADER_BYTES + count * COMPONENT_BYTES) {
      throw new DamagedScanException();
    }
    List<Component> components = new ArrayList<>();
    for (int at = HEADER_BYTES; components.size() < count; at += COMPONENT_BYTES) {
      // The only component of a picture has one block a unit, whatever it declares.
      int horizontal = count == 1 ? 1 : (content[at + 1] & 0xFF) >> 4;
      int vertical = count == 1 ? 1 : content[at + 1] & 15;
      if (Math.min(horizontal, vertical) < 1 || Math.max(horizontal, vertical) > MOST_SAMPLING) {
        throw new DamagedScanException();
      }
      components.add(new Component(content[at] & 0xFF, horizontal, vertical, content[at + 2]));
    }
    return new JpegFrame(
        JpegSegments.number(content, 3), JpegSegments.number(content, 1), components);
  }

  /** Identifiers of the components. */
  List<Integer> identifiers() {
    return components.stream().map(Component::identifier).toList();
  }

  /** Columns of units that hold blocks of all components. */
  int unitsWide() {
    return ceiling(width, JpegPlane.EDGE * mostHorizontal());
  }

  /** Rows of units that hold blocks of all components. */
  int unitsHigh() {
    return ceiling(height, JpegPlane.EDGE * mostVertical());
  }

  /** Blocks in a row of a component that hold samples of the picture. */
  int ownWide(Component component) {
    return ceiling(ceiling(width * component.horizontal, mostHorizontal()), JpegPlane.EDGE);
  }

  /** Rows of a component's blocks that hold samples of the picture. */
  int ownHigh(Component component) {
    return ceiling(ceiling(height * component.vertical, mostVertical()), JpegPlane.EDGE);
  }

  /** The component with this identifier. */
  Component component(int identifier) {
    return components.stream()
        .filter(component -> component.identifier == identifier)
        .findFirst()
        .orElseThrow(DamagedScanException::new);
  }

  /** Units of a scan; restart markers stand between so many of them. */
  long units(JpegScanHeader scan) {
    if (scan.components().size() == 1) {
      Component alone = component(scan.components().get(0).identifier());
      return (long) ownWide(alone) * ownHigh(alone);
    }
    return (long) unitsWide() * unitsHigh();
  }

  private int mostHorizontal() {
    return components.stream().mapToInt(Component::horizontal).max().orElse(1);
  }

  private int mostVertical() {
    return components.stream().mapToInt(Component::vertical).max().orElse(1);
  }

  private static int ceiling(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
