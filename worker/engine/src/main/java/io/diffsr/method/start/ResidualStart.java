package io.diffsr.method.start;

import io.diffsr.method.NetworkAnswer;
import io.diffsr.method.TileBatches;
import io.diffsr.model.ResidualNetwork;
import io.diffsr.picture.Bands;
import io.diffsr.resample.Degradation;
import io.diffsr.run.RunContext;
import io.diffsr.tiling.TileLayout;
import io.diffsr.tiling.Tiling;

/**
 * The answer of a network that takes A⁺y ({@link ResidualNetwork}).
 *
 * @param model the network
 * @param share of the mean, where it answers with both: 1 for it alone, 0 for the textured picture
 */
record ResidualStart(ResidualNetwork model, double share) implements Start {
  private static final int CHANNELS = 3;

  /** All of one answer. */
  static ResidualStart of(ResidualNetwork model) {
    return new ResidualStart(model, model.answer() == ResidualNetwork.Answer.TEXTURED ? 0 : 1);
  }

  @Override
  public float[] enlarge(float[] low, Degradation size, RunContext context) {
    float[] picture = size.pseudoInverse(low, CHANNELS);
    float[] residual = new float[picture.length];
    addResidual(picture, 1, residual, size, context);
    return less(picture, residual);
  }

  /**
   * Adds what the network wants taken from A⁺y.
   *
   * @param picture A⁺y
   * @param weight of the network's answer
   * @param residual to which it is added, as large as the picture
   */
  void addResidual(
      float[] picture, double weight, float[] residual, Degradation size, RunContext context) {
    Tiling tiling = tiling(size);
    // One call a tile: there are no steps from which to which seams could wander.
    TileLayout layout = tiling.layout(0, 0);
    int timestep = model.timestep(size.factor());
    float scale = (float) (weight * model.residualScale());
    TileBatches.of(model.tile(), tiling, layout)
        .run(
            picture,
            context,
            (first, batch, samples) -> {
              float[] answer =
                  context
                      .report()
                      .call(
                          () ->
                              model
                                  .network()
                                  .predict(
                                      samples,
                                      batch,
                                      layout.tileHeight(),
                                      layout.tileWidth(),
                                      timestep));
              layout.mergeAll(
                  first, batch, scaled(mixed(answer, batch), scale), CHANNELS, residual);
            });
    NetworkAnswer.requireFinite(residual);
  }

  /** The picture less a residual, in its own array. */
  static float[] less(float[] picture, float[] residual) {
    Bands.overValues(
        picture.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            picture[i] -= residual[i];
          }
        });
    return picture;
  }

  /** In a new array: what a network answers with may be its own. */
  private static float[] scaled(float[] values, float factor) {
    float[] scaled = new float[values.length];
    Bands.overValues(
        values.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            scaled[i] = values[i] * factor;
          }
        });
    return scaled;
  }

  /**
   * One residual of each tile.
   *
   * @param answer tiles × 3 or 6 × pixels
   */
  private float[] mixed(float[] answer, int tiles) {
    if (model.answer().channels() == CHANNELS) {
      return answer;
    }
    float[] residual = new float[answer.length / 2];
    int values = residual.length / tiles;
    Bands.overValues(
        residual.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int mean = i + i / values * values;
            residual[i] = (float) (share * answer[mean] + (1 - share) * answer[mean + values]);
          }
        });
    return residual;
  }

  private Tiling tiling(Degradation size) {
    return model.tile().tiling(size.highHeight(), size.highWidth());
  }

  @Override
  public int calls(Degradation size) {
    return tiling(size).count();
  }

  @Override
  public String identity() {
    return "%s×%s@%s".formatted(model.weights(), model.residualScale(), share);
  }
}
