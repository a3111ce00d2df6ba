package io.diffsr.pipeline;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.NoiseSource;
import io.diffsr.diffusion.Prediction;
import io.diffsr.diffusion.ReverseDiffusion;
import io.diffsr.diffusion.SamplerState;
import java.util.function.Supplier;

/**
 * The reverse diffusion of one canvas: network call, correction, step, checkpoint.
 *
 * @param fingerprint of all that decides the bytes
 */
record ReverseRun(
    ReverseDiffusion reverse,
    NoiseSchedule schedule,
    TiledDenoiser denoiser,
    Faithfulness faithfulness,
    NoiseSource noise,
    String fingerprint) {

  /**
   * Runs to the end, from the start or from where an interrupted run of the same job was.
   *
   * @param start makes the state before the first step
   * @return the clean canvas
   */
  float[] from(Supplier<SamplerState> start, RunProgress progress) {
    int[] timesteps = reverse.timesteps();
    SamplerState state = progress.resume(fingerprint, start);
    while (state.step() < timesteps.length) {
      int timestep = timesteps[state.step()];
      Prediction prediction = denoiser.predict(state.sample(), state.step(), timesteps, progress);
      faithfulness.correct(prediction.originalSample(), schedule.alphaCumprod(timestep));
      state = reverse.step(state, prediction, noise);
      progress.stepped(fingerprint, state);
    }
    return state.sample();
  }
}
