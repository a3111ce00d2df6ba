package io.diffsr.picture;

/**
 * How the stored pixels lie with respect to the upright picture: the Exif tag 0x0112 ({@code
 * Orientation}, Exif 2.32 section 4.6.4).
 */
public enum Orientation {
  UPRIGHT(1, false, false, false),
  MIRRORED(2, false, true, false),
  UPSIDE_DOWN(3, false, true, true),
  MIRRORED_UPSIDE_DOWN(4, false, false, true),
  TRANSPOSED(5, true, false, false),
  QUARTER_TURN_LEFT(6, true, false, true),
  TRANSVERSED(7, true, true, true),
  QUARTER_TURN_RIGHT(8, true, true, false);

  private final int exifValue;
  private final boolean swapsAxes;
  private final boolean reversesColumns;
  private final boolean reversesRows;

  Orientation(int exifValue, boolean swapsAxes, boolean reversesColumns, boolean reversesRows) {
    this.exifValue = exifValue;
    this.swapsAxes = swapsAxes;
    this.reversesColumns = reversesColumns;
    this.reversesRows = reversesRows;
  }

  /** The orientation of this tag value; values outside 1..8 mean nothing and count as upright. */
  public static Orientation ofExif(int exifValue) {
    for (Orientation orientation : values()) {
      if (orientation.exifValue == exifValue) {
        return orientation;
      }
    }
    return UPRIGHT;
  }

  public int exifValue() {
    return exifValue;
  }

  /** True where the upright picture is as wide as the stored one is high. */
  public boolean swapsAxes() {
    return swapsAxes;
  }

  /**
   * Where a pixel of the upright picture is stored.
   *
   * @param column column in the upright picture
   * @param row row in the upright picture
   * @param storedWidth width of the stored picture
   * @param storedHeight height of the stored picture
   * @return row-major index into the stored picture
   */
  public int storedIndex(int column, int row, int storedWidth, int storedHeight) {
    int x = swapsAxes ? row : column;
    int y = swapsAxes ? column : row;
    int storedColumn = reversesColumns ? storedWidth - 1 - x : x;
    int storedRow = reversesRows ? storedHeight - 1 - y : y;
    return storedRow * storedWidth + storedColumn;
  }
}
