package io.diffsr.picture.tiff;

import io.diffsr.picture.ExifOrientation;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.metadata.Resolution;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The fields of an Exif block (Exif 2.32, section 4.6), which are also those of a TIFF file that
 * are not about how its pixels are stored. Previews are not among them.
 */
public final class ExifTree {
  /** Of all values together; a hostile block has its fields point to the same bytes. */
  private static final int MOST_BYTES = 1 << 20;

  private static final int EXIF = 34_665;
  private static final int GPS = 34_853;
  private static final int INTEROPERABILITY = 40_965;
  private static final int MAKER_NOTE = 37_500;
  private static final int PIXEL_WIDTH = 40_962;
  private static final int PIXEL_HEIGHT = 40_963;
  private static final int INCH = 2;
  private static final int CENTIMETRE = 3;
  private static final int RATIONAL_UNIT = 10_000;

  /**
   * Fields of the first directory that are not about how pixels are stored: document's name,
   * description, make, model, page's name, resolution, software, date, artist, computer, rating,
   * copyright, print settings, and Windows' title, comment, author, keywords and subject.
   */
  private static final Set<Integer> ABOUT_THE_PICTURE =
      Set.of(
          269,
          270,
          271,
          272,
          285,
          TiffTags.HORIZONTAL_RESOLUTION,
          TiffTags.VERTICAL_RESOLUTION,
          TiffTags.RESOLUTION_UNIT,
          305,
          306,
          315,
          316,
          18_246,
          18_249,
          33_432,
          50_341,
          40_091,
          40_092,
          40_093,
          40_094,
          40_095);

  private final ByteOrder order;
  private final SortedMap<Integer, TiffValue> main;
  private final Map<Integer, SortedMap<Integer, TiffValue>> children;
  private final long makerNoteOffset;

  private ExifTree(
      ByteOrder order,
      SortedMap<Integer, TiffValue> main,
      Map<Integer, SortedMap<Integer, TiffValue>> children,
      long makerNoteOffset) {
    this.order = order;
    this.main = main;
    this.children = children;
    this.makerNoteOffset = makerNoteOffset;
  }

  /** A tree of a resolution alone. */
  public static ExifTree of(Resolution resolution) {
    return new ExifTree(ByteOrder.LITTLE_ENDIAN, new TreeMap<>(), Map.of(), -1).with(resolution);
  }

  /**
   * Reads a block.
   *
   * @param block a TIFF structure, with or without JPEG's preamble before it
   * @param warn takes that it is damaged, as a whole or in part
   * @return empty where nothing of it goes over
   */
  public static Optional<ExifTree> readOrWarn(byte[] block, Consumer<PictureWarning> warn) {
    try {
      return read(TiffDirectory.first(ExifOrientation.withoutPreamble(block)), warn);
    } catch (PictureException e) {
      warn.accept(damaged());
      return Optional.empty();
    }
  }

  /** The fields of a TIFF file's page. */
  static Optional<ExifTree> read(TiffDirectory page, Consumer<PictureWarning> warn) {
    Budget budget = new Budget();
    TreeMap<Integer, TiffValue> main = new TreeMap<>();
    for (int tag : page.tags()) {
      if (ABOUT_THE_PICTURE.contains(tag)) {
        budget.put(page, tag, main);
      }
    }
    List<Integer> broken = new ArrayList<>();
    Map<Integer, SortedMap<Integer, TiffValue>> children = new TreeMap<>();
    Optional<TiffDirectory> exif = child(page, EXIF, broken);
    exif.ifPresent(child -> children.put(EXIF, budget.all(child)));
    child(page, GPS, broken).ifPresent(child -> children.put(GPS, budget.all(child)));
    exif.flatMap(directory -> child(directory, INTEROPERABILITY, broken))
        .ifPresent(child -> children.put(INTEROPERABILITY, budget.all(child)));
    if (!broken.isEmpty()) {
      warn.accept(damaged());
    }
    children.values().removeIf(values -> values.isEmpty());
    long makerNote = exif.map(directory -> directory.offset(MAKER_NOTE)).orElse(-1L);
    return main.isEmpty() && children.isEmpty()
        ? Optional.empty()
        : Optional.of(new ExifTree(page.byteOrder(), main, children, makerNote));
  }

  private static Optional<TiffDirectory> child(
      TiffDirectory directory, int tag, List<Integer> broken) {
    try {
      return directory.child(tag);
    } catch (PictureException e) {
      broken.add(tag);
      return Optional.empty();
    }
  }

  private static PictureWarning damaged() {
    return new PictureWarning(
        PictureWarning.Code.METADATA_DAMAGED,
        "the picture's Exif is damaged; what cannot be read of it is left out");
  }

  /** Copies values, up to a bound. */
  private static final class Budget {
    private int left = MOST_BYTES;

    void put(TiffDirectory directory, int tag, SortedMap<Integer, TiffValue> values) {
      directory
          .value(tag, left)
          .ifPresent(
              value -> {
                left -= value.bytes().length;
                values.put(tag, value);
              });
    }

    SortedMap<Integer, TiffValue> all(TiffDirectory directory) {
      SortedMap<Integer, TiffValue> values = new TreeMap<>();
      for (int tag : directory.tags()) {
        if (tag != INTEROPERABILITY) {
          put(directory, tag, values);
        }
      }
      return values;
    }
  }

  /** The resolution that the fields say. */
  public Optional<Resolution> resolution() {
    Optional<Double> horizontal = rational(TiffTags.HORIZONTAL_RESOLUTION);
    Optional<Double> vertical = rational(TiffTags.VERTICAL_RESOLUTION);
    if (horizontal.isEmpty() || vertical.isEmpty()) {
      return Optional.empty();
    }
    return switch (unit()) {
      case INCH -> Resolution.perInch(horizontal.get(), vertical.get());
      case CENTIMETRE -> Resolution.perCentimetre(horizontal.get(), vertical.get());
      default -> Optional.empty();
    };
  }

  /** Whether the fields say of which shape pixels are, and not how large. */
  boolean saysShapeAlone() {
    Optional<Double> horizontal = rational(TiffTags.HORIZONTAL_RESOLUTION);
    return unit() != INCH
        && unit() != CENTIMETRE
        && horizontal.isPresent()
        && !horizontal.equals(rational(TiffTags.VERTICAL_RESOLUTION));
  }

  /**
   * That of a result.
   *
   * @param turned whether the result lies at a right angle to the stored picture
   */
  public ExifTree enlarged(int width, int height, boolean turned) {
    ExifTree tree = new ExifTree(order, new TreeMap<>(main), copies(), makerNoteOffset);
    SortedMap<Integer, TiffValue> exif = tree.children.get(EXIF);
    if (exif != null) {
      exif.computeIfPresent(PIXEL_WIDTH, (tag, value) -> number(width));
      exif.computeIfPresent(PIXEL_HEIGHT, (tag, value) -> number(height));
    }
    TiffValue horizontal = tree.main.get(TiffTags.HORIZONTAL_RESOLUTION);
    TiffValue vertical = tree.main.get(TiffTags.VERTICAL_RESOLUTION);
    if (turned && horizontal != null && vertical != null) {
      tree.main.put(TiffTags.HORIZONTAL_RESOLUTION, vertical);
      tree.main.put(TiffTags.VERTICAL_RESOLUTION, horizontal);
    }
    return tree;
  }

  /** With this resolution where the fields say none. */
  public ExifTree completed(Resolution resolution) {
    return main.containsKey(TiffTags.HORIZONTAL_RESOLUTION) ? this : with(resolution);
  }

  /** The fields as a TIFF structure. */
  public byte[] block() {
    TiffFile file = new TiffFile(order);
    addTo(file);
    return file.structure();
  }

  /** The byte order that the file must have that the fields are added to. */
  ByteOrder order() {
    return order;
  }

  /** Adds the fields to a file. */
  void addTo(TiffFile file) {
    main.forEach(file::put);
    children.forEach(
        (tag, values) -> {
          TiffFile child = new TiffFile(order);
          values.forEach(child::put);
          (tag == INTEROPERABILITY ? file.child(EXIF) : file).add(tag, child);
        });
    // Some cameras' notes point into themselves from the start of the block.
    file.pin(EXIF, MAKER_NOTE, makerNoteOffset);
  }

  private ExifTree with(Resolution resolution) {
    SortedMap<Integer, TiffValue> fields = new TreeMap<>(main);
    fields.put(TiffTags.HORIZONTAL_RESOLUTION, rational(resolution.horizontal()));
    fields.put(TiffTags.VERTICAL_RESOLUTION, rational(resolution.vertical()));
    ByteBuffer unit = ByteBuffer.allocate(Short.BYTES).order(order).putShort((short) INCH);
    fields.put(TiffTags.RESOLUTION_UNIT, new TiffValue(TiffValue.SHORT, 1, unit.array()));
    return new ExifTree(order, fields, children, makerNoteOffset);
  }

  private Map<Integer, SortedMap<Integer, TiffValue>> copies() {
    Map<Integer, SortedMap<Integer, TiffValue>> copies = new TreeMap<>();
    children.forEach((tag, values) -> copies.put(tag, new TreeMap<>(values)));
    return copies;
  }

  private int unit() {
    TiffValue unit = main.get(TiffTags.RESOLUTION_UNIT);
    return unit == null || unit.type() != TiffValue.SHORT || unit.count() < 1
        ? INCH
        : buffer(unit).getShort();
  }

  private Optional<Double> rational(int tag) {
    TiffValue value = main.get(tag);
    if (value == null || value.type() != TiffValue.RATIONAL || value.count() < 1) {
      return Optional.empty();
    }
    long dividend = Integer.toUnsignedLong(buffer(value).getInt(0));
    long divisor = Integer.toUnsignedLong(buffer(value).getInt(Integer.BYTES));
    return divisor == 0 ? Optional.empty() : Optional.of((double) dividend / divisor);
  }

  private TiffValue rational(double value) {
    boolean whole = value == Math.rint(value) || value * RATIONAL_UNIT > Integer.MAX_VALUE;
    ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES).order(order);
    bytes.putInt((int) Math.round(whole ? value : value * RATIONAL_UNIT));
    bytes.putInt(whole ? 1 : RATIONAL_UNIT);
    return new TiffValue(TiffValue.RATIONAL, 1, bytes.array());
  }

  private TiffValue number(int value) {
    return new TiffValue(
        TiffValue.LONG, 1, ByteBuffer.allocate(Integer.BYTES).order(order).putInt(value).array());
  }

  private ByteBuffer buffer(TiffValue value) {
    return ByteBuffer.wrap(value.bytes()).order(order);
  }
}
