package io.diffsr.method;

import io.diffsr.consistency.InputConsistency;
import io.diffsr.consistency.SourcePicture;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.NoiseSource;
import io.diffsr.diffusion.Prediction;
import io.diffsr.diffusion.ReverseDiffusion;
import io.diffsr.diffusion.SamplerState;
import io.diffsr.job.RecoverableField;
import io.diffsr.model.DiffusionModel;
import io.diffsr.noise.NoiseField;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * The reverse diffusion of one canvas from a timestep to the clean end, as diff-sr and SR3 share
 * it: network call, consistency, step, checkpoint.
 *
 * @param spec of the whole job; each sample has a seed of its own
 * @param timestep at which it starts
 * @param origin makes the first canvas
 * @param field why it starts at this timestep, or null where the method always starts there
 * @param condition what the network takes beside the canvas, or null
 */
public record CanvasDiffusion(
    SourcePicture input,
    UpscaleSpec spec,
    DiffusionModel model,
    NoiseSchedule schedule,
    int timestep,
    Origin origin,
    @Nullable RecoverableField field,
    @Nullable ConditionChannels condition) {
  private static final int CHANNELS = 3;
  private static final int INITIAL_NOISE = 0;

  /** Identifies the job: the same fingerprint means that every step gives the same bytes. */
  String fingerprint() {
    return Fingerprint.of(input.picture(), spec, model, origin.identity(), timestep);
  }

  /** Steps of the sampler; 0 where the first canvas is the result. */
  int steps() {
    return nothingToAdd() ? 0 : reverse().timesteps().length;
  }

  private boolean nothingToAdd() {
    return field != null && field.nothingToAdd();
  }

  /** Network calls per step. */
  int tiles() {
    return model.tile().tiling(spec.height(), spec.width()).count();
  }

  /** Values of one result. */
  int values() {
    return Math.multiplyExact(CHANNELS * spec.width(), spec.height());
  }

  private ReverseDiffusion reverse() {
    return ReverseDiffusion.of(
        spec.sampler(), schedule, model.scheduler(), timestep, spec.steps(), spec.eta());
  }

  /**
   * One sample.
   *
   * @param seed of its noise and of its tiles
   */
  Enlarged sample(long seed, RunContext context) {
    InputConsistency consistency = InputConsistency.of(input, spec);
    float[] restored =
        nothingToAdd()
            ? origin.canvas(consistency, () -> initialNoise(seed), context)
            : restore(seed, consistency, context);
    Enlarged.NetworkUse use =
        new Enlarged.NetworkUse(
            model.name(),
            model.executionProvider(),
            field,
            origin.name(),
            origin.fidelity(),
            tiles(),
            steps(),
            model.weights(),
            origin.identity(),
            fingerprint());
    return new Enlarged(restored, use, consistency.enforce(restored, context.cancellation()));
  }

  /** The clean canvas, from the start or from where an interrupted run of the same job was. */
  private float[] restore(long seed, InputConsistency consistency, RunContext context) {
    NoiseSource noise = noise(seed);
    ReverseDiffusion reverse = reverse();
    TiledDenoiser denoiser =
        new TiledDenoiser(
            model,
            schedule,
            spec.height(),
            spec.width(),
            seed,
            condition,
            reverse.usesLearnedVariance());
    int[] timesteps = reverse.timesteps();
    // Only the state knows the first canvas: one more name for it would keep it in memory.
    SamplerState state =
        context
            .resumption()
            .state(
                () -> reverse.start(origin.canvas(consistency, () -> initialNoise(seed), context)));
    try {
      while (state.step() < timesteps.length) {
        int at = timesteps[state.step()];
        Prediction prediction = denoiser.predict(state.sample(), state.step(), timesteps, context);
        consistency.correct(prediction.originalSample(), schedule.alphaCumprod(at));
        state = reverse.step(state, prediction, noise);
        context.resumption().stepped(state, context.report().sampleCalls());
      }
      return state.sample();
    } finally {
      state.close();
    }
  }

  private NoiseSource noise(long seed) {
    NoiseField noiseField = new NoiseField(seed);
    return (draw, target) -> noiseField.fill(draw, CHANNELS, spec.height(), spec.width(), target);
  }

  private float[] initialNoise(long seed) {
    float[] z = new float[values()];
    noise(seed).fill(INITIAL_NOISE, z);
    return z;
  }
}
