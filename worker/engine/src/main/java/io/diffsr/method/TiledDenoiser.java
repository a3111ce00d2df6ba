package io.diffsr.method;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.Prediction;
import io.diffsr.diffusion.PredictionReader;
import io.diffsr.model.DiffusionModel;
import io.diffsr.run.RunContext;
import io.diffsr.tiling.TileLayout;
import io.diffsr.tiling.Tiling;
import org.jspecify.annotations.Nullable;

/**
 * A network of one size over a canvas of any size: at every step the canvas is cut into overlapping
 * tiles, and what the network predicts for them is merged with smooth windows. There is one canvas
 * and one trajectory, so that no tile goes a way of its own (the idea of Bar-Tal et al.,
 * MultiDiffusion, arXiv:2302.08113). The bytes do not depend on the batch size.
 */
final class TiledDenoiser {
  private static final int CHANNELS = 3;

  private final DiffusionModel model;
  private final PredictionReader reader;
  private final Tiling tiling;
  private final long seed;
  private final @Nullable ConditionChannels condition;
  private final boolean varianceUsed;

  /**
   * @param height of the canvas
   * @param width of the canvas
   * @param seed of the places where tiles meet, which change from step to step
   */
  TiledDenoiser(DiffusionModel model, NoiseSchedule schedule, int height, int width, long seed) {
    this(model, schedule, height, width, seed, null, true);
  }

  /**
   * @param condition what the network takes beside the canvas, or null where it takes nothing else
   * @param varianceUsed whether steps use a variance that the network has learned
   */
  TiledDenoiser(
      DiffusionModel model,
      NoiseSchedule schedule,
      int height,
      int width,
      long seed,
      @Nullable ConditionChannels condition,
      boolean varianceUsed) {
    this.model = model;
    this.reader = new PredictionReader(schedule, model.scheduler());
    this.tiling = model.tile().tiling(height, width);
    this.seed = seed;
    this.condition = condition;
    this.varianceUsed = varianceUsed;
  }

  /** Tiles per step. */
  int tiles() {
    return tiling.count();
  }

  /**
   * The network's prediction for the whole canvas; ε is left to be computed from x̂₀, which is
   * within its range.
   *
   * @param canvas x_t, 3 × height × width
   * @param step which of the timesteps
   * @param timesteps of all steps, descending to the clean end
   */
  Prediction predict(float[] canvas, int step, int[] timesteps, RunContext context) {
    TileLayout layout = tiling.layout(seed, step);
    boolean learned = varianceUsed && model.scheduler().varianceType().learned();
    float[] original = new float[canvas.length];
    float[] variance = learned ? new float[canvas.length] : null;
    int pixels = layout.tileHeight() * layout.tileWidth();
    int timestep = timesteps[step];
    TileBatches.of(model.tile(), tiling, layout)
        .run(
            canvas,
            context,
            (first, batch, samples) -> {
              float[] shown =
                  condition == null ? samples : condition.beside(layout, first, batch, samples);
              float[] output =
                  context
                      .report()
                      .call(
                          () ->
                              model
                                  .denoiser()
                                  .predict(
                                      shown,
                                      batch,
                                      layout.tileHeight(),
                                      layout.tileWidth(),
                                      timestep));
              float[] prediction = channels(output, batch, 0, pixels);
              layout.mergeAll(
                  first,
                  batch,
                  reader.originalSample(samples, prediction, timestep),
                  CHANNELS,
                  original);
              if (variance != null) {
                layout.mergeAll(
                    first, batch, channels(output, batch, CHANNELS, pixels), CHANNELS, variance);
              }
            });
    NetworkAnswer.requireFinite(original);
    reader.limit(original);
    int target = step + 1 < timesteps.length ? timesteps[step + 1] : -1;
    return new Prediction(
        original, null, variance == null ? null : reader.logVariance(variance, timestep, target));
  }

  /** Three channels of every tile's output, from the given one on. */
  private float[] channels(float[] output, int batch, int from, int pixels) {
    if (model.outputChannels() == CHANNELS) {
      return output;
    }
    float[] chosen = new float[batch * CHANNELS * pixels];
    for (int k = 0; k < batch; k++) {
      System.arraycopy(
          output,
          (k * model.outputChannels() + from) * pixels,
          chosen,
          k * CHANNELS * pixels,
          CHANNELS * pixels);
    }
    return chosen;
  }
}
