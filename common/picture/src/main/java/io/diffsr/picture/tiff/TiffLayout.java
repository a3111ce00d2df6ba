package io.diffsr.picture.tiff;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;

import io.diffsr.picture.Orientation;
import io.diffsr.picture.PictureException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the pixels of a TIFF file's page are stored. Strips are taken for tiles as wide as the
 * picture.
 */
public final class TiffLayout {
  private static final int NONE = 1;
  private static final int LZW = 5;
  private static final int DEFLATE = 8;
  private static final int PACK_BITS = 32773;
  private static final int OLD_DEFLATE = 32946;
  private static final int SEPARATE_PLANES = 2;
  private static final int HORIZONTAL_DIFFERENCES = 2;

  /** Tiles may stick out of the picture; what is decoded for nothing is bounded. */
  private static final double MOST_PADDING = 1 << 24;

  /** More would be more book-keeping than pixels. */
  private static final int MOST_TILES = 1 << 20;

  private final TiffDirectory directory;
  private final int width;
  private final int height;
  private final TiffColour colour;
  private final int compression;
  private final boolean planar;
  private final boolean differences;
  private final Orientation orientation;

  TiffLayout(TiffDirectory directory) {
    this.directory = directory;
    width = side(TiffTags.WIDTH);
    height = side(TiffTags.HEIGHT);
    colour = TiffColour.of(directory);
    compression = compression(directory);
    planar = directory.number(TiffTags.PLANAR_CONFIGURATION, 1) == SEPARATE_PLANES;
    differences = differences(directory);
    if (directory.number(TiffTags.FILL_ORDER, 1) != 1) {
      throw new PictureException(UNSUPPORTED, "TIFF pictures of reversed bits are not read.");
    }
    orientation = Orientation.ofExif((int) directory.number(TiffTags.ORIENTATION, 1));
  }

  /**
   * The first page of a file whose structure has been verified.
   *
   * @throws PictureException of any kind where it has not
   */
  public static TiffLayout of(byte[] file) {
    return new TiffLayout(TiffDirectory.first(file));
  }

  public ByteOrder byteOrder() {
    return directory.byteOrder();
  }

  /** Columns as stored, at least 1. */
  public int width() {
    return width;
  }

  /** Rows as stored, at least 1. */
  public int height() {
    return height;
  }

  public TiffColour colour() {
    return colour;
  }

  /** The number of the compression in the file. */
  public int compression() {
    return compression;
  }

  /** True where each sample has tiles of its own. */
  public boolean planar() {
    return planar;
  }

  /** True where samples are stored as differences from their left neighbours. */
  public boolean differences() {
    return differences;
  }

  Orientation orientation() {
    return orientation;
  }

  /** True where the pixels are stored in tiles, false for strips. */
  public boolean tiled() {
    return directory.has(TiffTags.TILE_WIDTH);
  }

  /**
   * Columns of a tile.
   *
   * @throws PictureException of kind {@code CORRUPT} where it makes no sense
   */
  public int tileWidth() {
    return tiled() ? side(TiffTags.TILE_WIDTH) : width;
  }

  /**
   * Rows of a tile; of the lowest strip there are only those inside the picture.
   *
   * @throws PictureException of kind {@code CORRUPT} where it makes no sense
   */
  public int tileHeight() {
    if (tiled()) {
      return side(TiffTags.TILE_HEIGHT);
    }
    long rows = directory.number(TiffTags.ROWS_PER_STRIP, height);
    if (rows < 1) {
      throw damaged("its strips have no rows");
    }
    return (int) Math.min(rows, height);
  }

  /** Where each tile's bytes start, row by row, plane by plane. */
  public long[] offsets() {
    return directory.numbers(
        tiled() ? TiffTags.TILE_OFFSETS : TiffTags.STRIP_OFFSETS, MOST_TILES + 1);
  }

  /**
   * How many bytes each tile has, in the order of {@link #offsets}. Where the file does not say, or
   * says 0, a tile reaches as far as its pixels do, or the next tile, as libtiff takes it.
   */
  public long[] byteCounts() {
    int tag = tiled() ? TiffTags.TILE_BYTE_COUNTS : TiffTags.STRIP_BYTE_COUNTS;
    long[] offsets = offsets();
    long[] counts =
        directory.has(tag) ? directory.numbers(tag, MOST_TILES + 1) : new long[offsets.length];
    if (counts.length != offsets.length || Arrays.stream(counts).noneMatch(count -> count == 0)) {
      return counts;
    }
    long[] inOrder = offsets.clone();
    Arrays.sort(inOrder);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        counts[i] =
            compression == NONE
                ? plainBytes((i / across()) % down())
                : upToNext(offsets[i], inOrder);
      }
    }
    return counts;
  }

  private long upToNext(long offset, long[] inOrder) {
    int next = Arrays.binarySearch(inOrder, offset + 1);
    int place = next < 0 ? -next - 1 : next;
    return Math.max((place < inOrder.length ? inOrder[place] : directory.fileBytes()) - offset, 0);
  }

  /** Tiles beside each other. */
  private long across() {
    return (width - 1L) / tileWidth() + 1;
  }

  /** Tiles below each other. */
  private long down() {
    return (height - 1L) / tileHeight() + 1;
  }

  /** The palette: all reds, all greens, all blues, 0 to 65535; empty where there is none. */
  public int[] colourMap() {
    if (colour.kind() != TiffColour.Kind.PALETTE) {
      return new int[0];
    }
    int size = 3 << colour.bits();
    long[] map = directory.numbers(TiffTags.COLOUR_MAP, size);
    if (map.length != size) {
      throw damaged("its palette has the wrong size");
    }
    int[] levels = new int[map.length];
    for (int i = 0; i < map.length; i++) {
      levels[i] = (int) Math.min(map[i], 0xFFFF);
    }
    return levels;
  }

  /** The ICC profile; empty where it is not inside the file, null where there is none. */
  public byte @Nullable [] iccProfile() {
    return directory.has(TiffTags.ICC_PROFILE) ? directory.bytes(TiffTags.ICC_PROFILE) : null;
  }

  /**
   * Checks that every tile is where the fields say and that no more has to be decoded than the
   * picture.
   *
   * @throws PictureException of kind {@code CORRUPT}
   */
  void verifyTiles() {
    long across = across();
    long down = down();
    // In floating point, as two sides of 2³¹ and more overflow a long.
    double area = (double) across * tileWidth() * (tiled() ? (double) down * tileHeight() : height);
    if (area > 2.0 * width * height + MOST_PADDING || across * down > MOST_TILES / 4) {
      throw new PictureException(
          UNSUPPORTED, "The strips or tiles of the TIFF picture are too many or too large for it.");
    }
    long[] offsets = offsets();
    long[] counts = byteCounts();
    long tiles = across * down * (planar ? colour.samples() : 1);
    if (offsets.length != tiles || counts.length != tiles) {
      throw damaged("it has not as many strips or tiles as it must");
    }
    long total = 0;
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] + counts[i] > directory.fileBytes()) {
        throw new PictureException(
            CORRUPT, "The TIFF file is truncated: it ends before its pixels do.");
      }
      boolean whole = compression != NONE || counts[i] >= plainBytes((i / across) % down);
      if (counts[i] < 1 || !whole) {
        throw damaged("a strip or tile is too short");
      }
      total += counts[i];
    }
    if (total > directory.fileBytes()) {
      throw damaged("its strips or tiles overlap");
    }
    colourMap();
  }

  /** Bytes of a tile without compression. */
  private long plainBytes(long tileRow) {
    long rows = tiled() ? tileHeight() : Math.min(tileHeight(), height - tileRow * tileHeight());
    long samples = (long) tileWidth() * (planar ? 1 : colour.samples());
    return (samples * colour.bits() + 7) / 8 * rows;
  }

  private int side(int tag) {
    long side = directory.number(tag);
    if (side < 1 || side > Integer.MAX_VALUE) {
      throw damaged("its header makes no sense");
    }
    return (int) side;
  }

  private static int compression(TiffDirectory directory) {
    long compression = directory.number(TiffTags.COMPRESSION, NONE);
    if (compression != NONE
        && compression != LZW
        && compression != DEFLATE
        && compression != OLD_DEFLATE
        && compression != PACK_BITS) {
      throw new PictureException(
          UNSUPPORTED,
          "TIFF pictures are read uncompressed or compressed by LZW, Deflate or PackBits.");
    }
    return (int) compression;
  }

  private boolean differences(TiffDirectory directory) {
    long predictor = directory.number(TiffTags.PREDICTOR, 1);
    // It means something for these two families alone; others are to ignore it.
    if (predictor == 1 || compression == NONE || compression == PACK_BITS) {
      return false;
    }
    if (predictor != HORIZONTAL_DIFFERENCES || colour.bits() < 8) {
      throw new PictureException(
          UNSUPPORTED, "TIFF pictures with predictor " + predictor + " are not read.");
    }
    return true;
  }

  private static PictureException damaged(String how) {
    return new PictureException(CORRUPT, "The TIFF file is damaged: " + how + ".");
  }
}
