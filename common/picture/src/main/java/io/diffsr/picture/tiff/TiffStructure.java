package io.diffsr.picture.tiff;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;

import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;

/**
 * Header and completeness of a TIFF file (TIFF 6.0). A file of several pages is refused: to answer
 * with the first alone would lose the others without a word.
 */
public final class TiffStructure {
  private static final int REDUCED = 1;
  private static final int MASK = 4;

  /** A file with more previews than this is a file whose directories go round in a circle. */
  private static final int MOST_DIRECTORIES = 100;

  private TiffStructure() {}

  public static PictureHeader readHeader(byte[] file) {
    TiffLayout layout = new TiffLayout(page(file));
    TiffColour colour = layout.colour();
    return PictureHeader.ofStored(
        PictureFormat.TIFF,
        layout.width(),
        layout.height(),
        colour.kind() == TiffColour.Kind.RGB || colour.kind() == TiffColour.Kind.PALETTE ? 3 : 1,
        colour.bits(),
        colour.extra().isAlpha(),
        layout.orientation());
  }

  /**
   * Checks that all tiles are there and that there is one page.
   *
   * @return whether what should follow the page lies outside the file: the page is whole still
   * @throws PictureException of kind {@code CORRUPT} or {@code UNSUPPORTED}
   */
  public static boolean verifyComplete(byte[] file) {
    TiffDirectory directory = page(file);
    new TiffLayout(directory).verifyTiles();
    for (int count = 1; directory.hasNext(); count++) {
      if (count == MOST_DIRECTORIES) {
        throw new PictureException(CORRUPT, "The TIFF file is damaged: it has no last directory.");
      }
      if (!directory.hasNextInside()) {
        return true;
      }
      directory = directory.next();
      if (!isBeside(directory)) {
        throw new PictureException(
            UNSUPPORTED, "TIFF files of several pages are not read; send one page.");
      }
    }
    return false;
  }

  private static TiffDirectory page(byte[] file) {
    TiffDirectory directory = TiffDirectory.first(file);
    if (isBeside(directory)) {
      throw new PictureException(UNSUPPORTED, "TIFF files that start with a preview are not read.");
    }
    return directory;
  }

  /** True for a preview or a mask of another page. */
  private static boolean isBeside(TiffDirectory directory) {
    return (directory.number(TiffTags.SUBFILE_TYPE, 0) & (REDUCED | MASK)) != 0;
  }
}
