package io.diffsr.method;

import io.diffsr.consistency.Faithfulness;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.NoiseSource;
import io.diffsr.diffusion.Prediction;
import io.diffsr.diffusion.ReverseDiffusion;
import io.diffsr.diffusion.ReverseDiffusions;
import io.diffsr.diffusion.SamplerState;
import io.diffsr.job.RecoverableField;
import io.diffsr.job.UpscalePhase;
import io.diffsr.model.DiffusionModel;
import io.diffsr.noise.NoiseField;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.run.RunProgress;
import org.jspecify.annotations.Nullable;

/**
 * The reverse diffusion of one canvas from a timestep to the clean end, as diff-sr and SR3 share
 * it: network call, correction, step, checkpoint.
 *
 * @param timestep at which it starts
 * @param field why it starts there, or null where there is no such reason
 * @param condition what the network is shown beside the canvas, or null
 */
public record CanvasDiffusion(
    Picture input,
    UpscaleSpec spec,
    DiffusionModel model,
    NoiseSchedule schedule,
    int timestep,
    @Nullable RecoverableField field,
    @Nullable Condition condition) {
  private static final int CHANNELS = 3;
  private static final int INITIAL_NOISE = 0;

  /** Makes the canvas at the first timestep; not asked where an interrupted run goes on. */
  @FunctionalInterface
  public interface Start {
    /**
     * @param z standard normal, 3 × height × width; belongs to the receiver
     * @return x_t, 3 × height × width
     */
    float[] canvas(Faithfulness faithfulness, float[] z);
  }

  public Enlarged run(Start start, RunProgress progress) {
    Faithfulness faithfulness = Faithfulness.of(input, spec);
    NoiseField noiseField = new NoiseField(spec.seed());
    NoiseSource noise =
        (draw, target) -> noiseField.fill(draw, CHANNELS, spec.height(), spec.width(), target);
    ReverseDiffusion reverse =
        ReverseDiffusions.of(
            spec.sampler(), schedule, model.scheduler(), timestep, spec.steps(), spec.eta());
    TiledDenoiser denoiser =
        new TiledDenoiser(model, schedule, spec.height(), spec.width(), spec.seed(), condition);
    int steps = reverse.timesteps().length;
    progress.expect(steps, denoiser.tiles());
    progress.enter(UpscalePhase.SAMPLE);
    float[] restored = sample(start, reverse, denoiser, faithfulness, noise, progress);
    Degradation promise = faithfulness.settle(restored);
    Enlarged.NetworkUse use =
        new Enlarged.NetworkUse(
            model.name(), model.executionProvider(), field, denoiser.tiles(), steps);
    return new Enlarged(restored, use, promise);
  }

  /** The clean canvas, from the start or from where an interrupted run of the same job was. */
  private float[] sample(
      Start start,
      ReverseDiffusion reverse,
      TiledDenoiser denoiser,
      Faithfulness faithfulness,
      NoiseSource noise,
      RunProgress progress) {
    String fingerprint = Fingerprint.of(input, spec, model, timestep);
    int[] timesteps = reverse.timesteps();
    // Only the state knows the first canvas: one more name for it would keep it in memory.
    SamplerState state =
        progress.resume(
            fingerprint, () -> reverse.start(start.canvas(faithfulness, initialNoise(noise))));
    while (state.step() < timesteps.length) {
      int at = timesteps[state.step()];
      Prediction prediction = denoiser.predict(state.sample(), state.step(), timesteps, progress);
      faithfulness.correct(prediction.originalSample(), schedule.alphaCumprod(at));
      state = reverse.step(state, prediction, noise);
      progress.stepped(fingerprint, state);
    }
    return state.sample();
  }

  private float[] initialNoise(NoiseSource noise) {
    float[] z = new float[CHANNELS * spec.height() * spec.width()];
    noise.fill(INITIAL_NOISE, z);
    return z;
  }
}
