package io.diffsr.picture.codec;

import io.diffsr.picture.Bands;
import io.diffsr.picture.Orientation;
import io.diffsr.picture.PictureHeader;
import java.awt.image.Raster;

/** Stored samples read as they lie in the upright picture. */
public final class Upright {
  private static final int BAND_ROWS = 16;

  private final Raster raster;
  private final PictureHeader header;

  public Upright(Raster raster, PictureHeader header) {
    this.raster = raster;
    this.header = header;
  }

  /** What a stored level means. */
  @FunctionalInterface
  public interface Meaning {
    float of(int level);
  }

  /** Pixels of the picture. */
  public int size() {
    return Math.multiplyExact(header.width(), header.height());
  }

  /** One band as a new plane, height × width. */
  public float[] plane(int band, Meaning meaning) {
    float[] plane = new float[size()];
    copy(band, meaning, plane, 0);
    return plane;
  }

  /** One band, height × width, written to {@code target} from {@code offset} on. */
  public void copy(int band, Meaning meaning, float[] target, int offset) {
    Orientation orientation = header.orientation();
    int storedWidth = header.storedWidth();
    int storedHeight = header.storedHeight();
    int left = raster.getMinX();
    int top = raster.getMinY();
    int width = header.width();
    Bands.run(
        header.height(),
        BAND_ROWS,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            for (int column = 0; column < width; column++) {
              int stored = orientation.storedIndex(column, row, storedWidth, storedHeight);
              int level =
                  raster.getSample(left + stored % storedWidth, top + stored / storedWidth, band);
              target[offset + row * width + column] = meaning.of(level);
            }
          }
        });
  }
}
