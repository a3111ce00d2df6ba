package io.diffsr.tiling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.testing.RandomPlanes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilingTest {
  private static final String CANVASES =
      """
      1, 1, 16, 16, 4
      5, 40, 16, 16, 4
      16, 16, 16, 16, 4
      17, 31, 16, 8, 4
      64, 100, 16, 8, 7
      12, 9, 16, 4, 0
      33, 47, 16, 16, 0
      """;

  @ParameterizedTest
  @CsvSource(textBlock = CANVASES)
  void theWindowsSumToOneAtEveryPixel(
      int height, int width, int tileSize, int multiple, int overlap) {
    Tiling tiling = Tiling.of(height, width, tileSize, multiple, overlap);
    for (int step = 0; step < 5; step++) {
      requireWindowsThatSumToOne(tiling.layout(11, step), height, width);
    }
  }

  private static void requireWindowsThatSumToOne(TileLayout layout, int height, int width) {
    float[] ones = new float[layout.tileHeight() * layout.tileWidth()];
    Arrays.fill(ones, 1);
    float[] canvas = new float[height * width];
    for (int tile = 0; tile < layout.count(); tile++) {
      layout.merge(tile, ones, 0, 1, canvas);
    }
    for (float sum : canvas) {
      assertEquals(1, sum, 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = CANVASES)
  void cuttingAndMergingGivesTheCanvasBackWhateverTheOrder(
      int height, int width, int tileSize, int multiple, int overlap) {
    Tiling tiling = Tiling.of(height, width, tileSize, multiple, overlap);
    TileLayout layout = tiling.layout(5, 2);
    float[] canvas = RandomPlanes.of(3, 3 * height * width);
    float[] tile = new float[3 * tiling.tileHeight() * tiling.tileWidth()];
    float[] rising = new float[canvas.length];
    float[] falling = new float[canvas.length];
    for (int k = 0; k < layout.count(); k++) {
      layout.cut(k, canvas, 3, tile, 0);
      layout.merge(k, tile, 0, 3, rising);
      layout.cut(layout.count() - 1 - k, canvas, 3, tile, 0);
      layout.merge(layout.count() - 1 - k, tile, 0, 3, falling);
    }
    assertArrayEquals(canvas, rising, 1e-6f);
    assertArrayEquals(canvas, falling, 1e-6f);
  }

  @ParameterizedTest
  @CsvSource(textBlock = CANVASES)
  void tilesStayOnTheCanvasAndOverlapEnough(
      int height, int width, int tileSize, int multiple, int overlap) {
    Tiling tiling = Tiling.of(height, width, tileSize, multiple, overlap);
    assertEquals(0, tiling.tileWidth() % multiple);
    assertTrue(tiling.tileWidth() <= tileSize);
    for (int step = 0; step < 50; step++) {
      TileLayout layout = tiling.layout(99, step);
      assertEquals(tiling.count(), layout.count());
      if (width <= tileSize) {
        continue;
      }
      int columns = 1;
      while (columns < layout.count()
          && layout.top(columns) == layout.top(0)
          && layout.left(columns) > layout.left(columns - 1)) {
        int shared = layout.left(columns - 1) + tiling.tileWidth() - layout.left(columns);
        assertTrue(shared >= overlap, "neighbours share " + shared);
        columns++;
      }
      assertEquals(0, layout.left(0));
      assertEquals(width, layout.left(columns - 1) + tiling.tileWidth());
    }
  }

  @Test
  void tilesMoveFromStepToStepAndRepeatWithTheSeed() {
    Tiling tiling = Tiling.of(64, 90, 16, 16, 2);
    boolean moved = false;
    for (int step = 1; step < 10; step++) {
      for (int tile = 0; tile < tiling.count(); tile++) {
        moved |= tiling.layout(1, step).left(tile) != tiling.layout(1, 0).left(tile);
        assertEquals(tiling.layout(1, step).left(tile), tiling.layout(1, step).left(tile));
        assertEquals(tiling.layout(1, step).top(tile), tiling.layout(1, step).top(tile));
      }
    }
    assertTrue(moved);
  }

  @Test
  void aCanvasSmallerThanATileIsContinuedByReflection() {
    TileLayout layout = Tiling.of(1, 3, 8, 8, 2).layout(1, 0);
    assertEquals(8, layout.tileHeight());
    assertEquals(-2, layout.left(0));
    float[] tile = new float[64];
    layout.cut(0, new float[] {1, 2, 3}, 1, tile, 0);
    float[] row = {2, 1, 1, 2, 3, 3, 2, 1};
    for (int y = 0; y < 8; y++) {
      assertArrayEquals(row, Arrays.copyOfRange(tile, 8 * y, 8 * y + 8));
    }
  }

  @Test
  void aTileIsCutAndMergedAtItsPlaceInABatch() {
    TileLayout layout = Tiling.of(8, 12, 8, 8, 2).layout(1, 0);
    float[] canvas = RandomPlanes.of(1, 2 * 8 * 12);
    float[] batch = new float[3 * 2 * 64];
    layout.cut(1, canvas, 2, batch, 128);
    assertFalse(Arrays.equals(new float[128], Arrays.copyOfRange(batch, 128, 256)));
    assertArrayEquals(new float[128], Arrays.copyOf(batch, 128));
    assertArrayEquals(new float[128], Arrays.copyOfRange(batch, 256, 384));
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        assertEquals(canvas[y * 12 + layout.left(1) + x], batch[128 + y * 8 + x]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"810, 1218", "1024, 1024", "833, 832", "2000, 3000", "100, 5000"})
  void whereTilesMayHaveAnySizeFewLargeOnesCoverTheCanvas(int height, int width) {
    Tiling tiling = Tiling.fitted(height, width, 832, 8);
    assertTrue(tiling.tileHeight() <= 832 && tiling.tileWidth() <= 832);
    assertEquals(0, tiling.tileHeight() % 8);
    assertEquals(0, tiling.tileWidth() % 8);
    long computed = (long) tiling.count() * tiling.tileHeight() * tiling.tileWidth();
    assertTrue(computed <= 1.25 * height * width, computed + " pixels are computed");
    for (int step = 0; step < 20; step++) {
      TileLayout layout = tiling.layout(7, step);
      requireWindowsThatSumToOne(layout, height, width);
      for (int tile = 1; tile < layout.count(); tile++) {
        if (layout.top(tile) == layout.top(tile - 1)) {
          int shared = layout.left(tile - 1) + tiling.tileWidth() - layout.left(tile);
          assertTrue(shared >= 48, "neighbours share " + shared);
        }
      }
    }
  }

  @Test
  void largeTilesMoveToo() {
    Tiling tiling = Tiling.fitted(832, 2500, 832, 8);
    boolean moved = false;
    for (int step = 1; step < 10; step++) {
      moved |= tiling.layout(1, step).left(1) != tiling.layout(1, 0).left(1);
    }
    assertTrue(moved);
  }

  /** The budget of the design: at most 250 tile calls per megapixel at 256² and 10 steps. */
  @Test
  void tenStepsOfAMegapixelStayWithinTheBudget() {
    assertTrue(10 * Tiling.of(1024, 1024, 256, 8).count() <= 250 * 1.048576);
    assertTrue(10 * Tiling.of(810, 1218, 256, 8).count() <= 250 * 0.98658);
  }

  @Test
  void valuesThatDoNotFitTogetherAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Tiling.of(0, 9, 16, 8, 2));
    assertThrows(IllegalArgumentException.class, () -> Tiling.of(9, 9, 15, 8, 2));
    assertThrows(IllegalArgumentException.class, () -> Tiling.of(9, 9, 16, 8, 8));
    assertThrows(IllegalArgumentException.class, () -> Tiling.of(9, 9, 16, 0, 2));
    assertThrows(IllegalArgumentException.class, () -> Tiling.of(9, 9, 16, 8, -1));
  }
}
