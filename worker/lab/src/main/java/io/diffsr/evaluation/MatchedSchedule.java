package io.diffsr.evaluation;

import io.diffsr.diffusion.BetaSchedule;
import io.diffsr.diffusion.Denoiser;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.SchedulerConfig;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.DiffusionModelBuilder;

/**
 * A model made to run on a noise schedule that it was not trained on: a noised picture is the same
 * under every schedule once its SNR is, so the network gets the timestep of its own schedule whose
 * SNR is nearest.
 */
final class MatchedSchedule {
  private MatchedSchedule() {}

  /** The model under another schedule of as many timesteps, with the same first and last β. */
  static DiffusionModel of(DiffusionModel model, BetaSchedule betaSchedule) {
    SchedulerConfig own = model.scheduler();
    SchedulerConfig other =
        new SchedulerConfig(
            own.numTrainTimesteps(),
            own.betaStart(),
            own.betaEnd(),
            betaSchedule,
            null,
            own.predictionType(),
            own.clipSample(),
            own.clipSampleRange(),
            own.thresholding(),
            own.dynamicThresholdingRatio(),
            own.sampleMaxValue(),
            own.setAlphaToOne(),
            own.stepsOffset(),
            own.timestepSpacing(),
            own.varianceType(),
            own.rescaleBetasZeroSnr());
    int[] matched = matched(NoiseSchedule.of(own), NoiseSchedule.of(other));
    Denoiser network = model.denoiser();
    return DiffusionModelBuilder.builder(model)
        .scheduler(other)
        .denoiser(
            (samples, batch, height, width, timestep) ->
                network.predict(samples, batch, height, width, matched[timestep]))
        .build();
  }

  /** For each timestep of one schedule the timestep of another whose λ is nearest. */
  static int[] matched(NoiseSchedule own, NoiseSchedule other) {
    int[] matched = new int[other.timesteps()];
    for (int t = 0; t < matched.length; t++) {
      int below = own.firstTimestepAtOrBelow(other.snr(t)).orElse(own.timesteps() - 1);
      int above = Math.max(below - 1, 0);
      double wanted = other.lambda(t);
      matched[t] =
          Math.abs(own.lambda(above) - wanted) < Math.abs(own.lambda(below) - wanted)
              ? above
              : below;
    }
    return matched;
  }
}
