package io.diffsr.method.liif;

import io.diffsr.method.NetworkAnswer;
import io.diffsr.model.FeatureUnfolding;
import io.diffsr.model.LiifModel;
import io.diffsr.run.RunContext;

/**
 * Asks a local implicit image function for every pixel of a result: of the four places around the
 * pixel, each answer weighted by the area towards the opposite one (LIIF, eq. 4). The bytes do not
 * depend on how many are asked in one network call.
 */
final class LiifQueries {
  private static final int CORNERS = 4;
  private static final int CHANNELS = 3;

  private final LiifModel model;
  private final int height;
  private final int width;
  private final int outputHeight;
  private final int outputWidth;
  private final EnsembleAxis vertical;
  private final EnsembleAxis horizontal;
  private final int reach;
  private final int featureValues;

  /**
   * @param height of the feature map, which is the input's
   * @param width of the feature map
   * @param outputHeight of the result
   * @param outputWidth of the result
   */
  LiifQueries(LiifModel model, int height, int width, int outputHeight, int outputWidth) {
    this.model = model;
    this.height = height;
    this.width = width;
    this.outputHeight = outputHeight;
    this.outputWidth = outputWidth;
    this.vertical = new EnsembleAxis(height, outputHeight);
    this.horizontal = new EnsembleAxis(width, outputWidth);
    this.reach = model.unfolding() == FeatureUnfolding.QUERY ? 1 : 0;
    this.featureValues = model.channels() * (2 * reach + 1) * (2 * reach + 1);
  }

  /** Network calls that the whole result takes. */
  int calls() {
    int pixels = outputHeight * outputWidth;
    return (pixels + model.pointsPerCall() - 1) / model.pointsPerCall();
  }

  /**
   * The result, 3 × output height × output width, in the network's range.
   *
   * @param map features, channels × height × width
   */
  float[] answer(float[] map, RunContext context) {
    int pixels = outputHeight * outputWidth;
    float[] result = new float[CHANNELS * pixels];
    for (int from = 0; from < pixels; from += model.pointsPerCall()) {
      context.cancellation().requireNone();
      answer(map, from, Math.min(model.pointsPerCall(), pixels - from), result, context);
      context.report().called(1);
    }
    return result;
  }

  /** Answers for so many pixels, counted row by row, from the given one on. */
  private void answer(float[] map, int from, int count, float[] result, RunContext context) {
    float[] features = new float[CORNERS * count * featureValues];
    float[] coordinates = new float[CORNERS * count * 2];
    float[] cells = new float[CORNERS * count * 2];
    float cellHeight = (float) vertical.cell(model.largestScale());
    float cellWidth = (float) horizontal.cell(model.largestScale());
    for (int k = 0; k < count; k++) {
      int row = (from + k) / outputWidth;
      int column = (from + k) % outputWidth;
      for (int corner = 0; corner < CORNERS; corner++) {
        int y = vertical.place(row, corner / 2);
        int x = horizontal.place(column, corner % 2);
        int query = corner * count + k;
        copyFeatures(map, y, x, features, query * featureValues);
        coordinates[2 * query] = (float) vertical.distance(row, y);
        coordinates[2 * query + 1] = (float) horizontal.distance(column, x);
        cells[2 * query] = cellHeight;
        cells[2 * query + 1] = cellWidth;
      }
    }
    float[] colours =
        context
            .report()
            .call(() -> model.query().colours(CORNERS * count, features, coordinates, cells));
    NetworkAnswer.requireFinite(colours);
    for (int k = 0; k < count; k++) {
      blend(colours, k, count, from + k, result);
    }
  }

  private void copyFeatures(float[] map, int y, int x, float[] target, int offset) {
    int at = offset;
    for (int channel = 0; channel < model.channels(); channel++) {
      for (int dy = -reach; dy <= reach; dy++) {
        for (int dx = -reach; dx <= reach; dx++) {
          boolean inside = y + dy >= 0 && y + dy < height && x + dx >= 0 && x + dx < width;
          target[at++] = inside ? map[(channel * height + y + dy) * width + x + dx] : 0;
        }
      }
    }
  }

  /** Puts the four answers for one pixel together. */
  private void blend(float[] colours, int k, int count, int pixel, float[] result) {
    double[] weights = new double[CORNERS];
    for (int corner = 0; corner < CORNERS; corner++) {
      weights[corner] =
          vertical.weight(pixel / outputWidth, corner / 2)
              * horizontal.weight(pixel % outputWidth, corner % 2);
    }
    for (int channel = 0; channel < CHANNELS; channel++) {
      double sum = 0;
      for (int corner = 0; corner < CORNERS; corner++) {
        sum += weights[corner] * colours[(corner * count + k) * CHANNELS + channel];
      }
      result[channel * outputHeight * outputWidth + pixel] = (float) sum;
    }
  }
}
