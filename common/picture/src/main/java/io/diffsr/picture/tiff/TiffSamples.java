package io.diffsr.picture.tiff;

import static io.diffsr.picture.tiff.TiffTags.BITS_PER_SAMPLE;
import static io.diffsr.picture.tiff.TiffTags.COMPRESSION;
import static io.diffsr.picture.tiff.TiffTags.EXTRA_SAMPLES;
import static io.diffsr.picture.tiff.TiffTags.HEIGHT;
import static io.diffsr.picture.tiff.TiffTags.PHOTOMETRIC;
import static io.diffsr.picture.tiff.TiffTags.PLANAR_CONFIGURATION;
import static io.diffsr.picture.tiff.TiffTags.PREDICTOR;
import static io.diffsr.picture.tiff.TiffTags.ROWS_PER_STRIP;
import static io.diffsr.picture.tiff.TiffTags.SAMPLES_PER_PIXEL;
import static io.diffsr.picture.tiff.TiffTags.STRIP_BYTE_COUNTS;
import static io.diffsr.picture.tiff.TiffTags.STRIP_OFFSETS;
import static io.diffsr.picture.tiff.TiffTags.TILE_BYTE_COUNTS;
import static io.diffsr.picture.tiff.TiffTags.TILE_HEIGHT;
import static io.diffsr.picture.tiff.TiffTags.TILE_OFFSETS;
import static io.diffsr.picture.tiff.TiffTags.TILE_WIDTH;
import static io.diffsr.picture.tiff.TiffTags.WIDTH;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds from a TIFF file another of the same samples, without anything that might have a reader
 * interpret them: no palette, profile, metadata or further pages. Indices and inverted greys pass
 * for plain greys, and alpha for alpha that is not multiplied in.
 */
final class TiffSamples {
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int SEPARATE_PLANES = 2;
  private static final int HORIZONTAL_DIFFERENCES = 2;
  private static final int UNASSOCIATED_ALPHA = 2;

  private TiffSamples() {}

  /** The file of samples alone, from a file whose structure has been verified. */
  static byte[] pixelFile(byte[] file, TiffLayout layout) {
    TiffColour colour = layout.colour();
    int[] bits = new int[colour.samples()];
    Arrays.fill(bits, colour.bits());
    TiffFile fields =
        new TiffFile(layout.byteOrder())
            .longs(WIDTH, layout.width())
            .longs(HEIGHT, layout.height())
            .shorts(BITS_PER_SAMPLE, bits)
            .shorts(COMPRESSION, layout.compression())
            .shorts(PHOTOMETRIC, colour.kind() == TiffColour.Kind.RGB ? RGB : BLACK_IS_ZERO)
            .shorts(SAMPLES_PER_PIXEL, colour.samples());
    if (colour.extra() != TiffColour.Extra.NONE) {
      fields.shorts(EXTRA_SAMPLES, UNASSOCIATED_ALPHA);
    }
    if (layout.planar()) {
      fields.shorts(PLANAR_CONFIGURATION, SEPARATE_PLANES);
    }
    if (layout.differences()) {
      fields.shorts(PREDICTOR, HORIZONTAL_DIFFERENCES);
    }
    if (layout.tiled()) {
      fields.longs(TILE_WIDTH, layout.tileWidth()).longs(TILE_HEIGHT, layout.tileHeight());
      return fields.file(tiles(file, layout), TILE_OFFSETS, TILE_BYTE_COUNTS);
    }
    fields.longs(ROWS_PER_STRIP, layout.tileHeight());
    return fields.file(tiles(file, layout), STRIP_OFFSETS, STRIP_BYTE_COUNTS);
  }

  private static List<byte[]> tiles(byte[] file, TiffLayout layout) {
    long[] offsets = layout.offsets();
    long[] counts = layout.byteCounts();
    List<byte[]> tiles = new ArrayList<>(offsets.length);
    for (int i = 0; i < offsets.length; i++) {
      int start = (int) offsets[i];
      tiles.add(Arrays.copyOfRange(file, start, start + (int) counts[i]));
    }
    return tiles;
  }
}
