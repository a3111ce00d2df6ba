package io.diffsr.diffusion;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's scheduler_config.json, validated. Field names and meanings are those of diffusers.
 *
 * @param numTrainTimesteps T, at least 1
 * @param betaStart first β, in (0, 1)
 * @param betaEnd last β, in (0, 1), not below the first
 * @param trainedBetas all T values of β in place of a schedule
 * @param clipSample whether x̂₀ is clipped to ±{@code clipSampleRange}
 * @param thresholding whether x̂₀ is thresholded dynamically; then it is not clipped
 * @param dynamicThresholdingRatio quantile of |x̂₀| taken as its range, in [0, 1]
 * @param sampleMaxValue upper limit of that range, above 0
 * @param setAlphaToOne whether DDIM ends in ᾱ = 1 rather than in ᾱ at t = 0
 * @param stepsOffset added to timesteps of leading spacing, at least 0
 * @param rescaleBetasZeroSnr whether β is rescaled so that ᾱ at T-1 is 0 (arXiv:2305.08891)
 */
public record SchedulerConfig(
    int numTrainTimesteps,
    double betaStart,
    double betaEnd,
    BetaSchedule betaSchedule,
    @Nullable List<Double> trainedBetas,
    PredictionType predictionType,
    boolean clipSample,
    double clipSampleRange,
    boolean thresholding,
    double dynamicThresholdingRatio,
    double sampleMaxValue,
    boolean setAlphaToOne,
    int stepsOffset,
    TimestepSpacing timestepSpacing,
    VarianceType varianceType,
    boolean rescaleBetasZeroSnr) {

  public SchedulerConfig {
    require(numTrainTimesteps >= 1, "num_train_timesteps", numTrainTimesteps, "at least 1");
    require(betaStart > 0 && betaStart < 1, "beta_start", betaStart, "between 0 and 1");
    require(betaEnd >= betaStart && betaEnd < 1, "beta_end", betaEnd, "between beta_start and 1");
    if (trainedBetas != null) {
      require(
          trainedBetas.size() == numTrainTimesteps,
          "trained_betas",
          trainedBetas.size() + " values",
          "as many values as num_train_timesteps");
      for (double beta : trainedBetas) {
        require(beta > 0 && beta < 1, "trained_betas", beta, "between 0 and 1");
      }
      trainedBetas = List.copyOf(trainedBetas);
    }
    require(clipSampleRange > 0, "clip_sample_range", clipSampleRange, "above 0");
    require(
        dynamicThresholdingRatio >= 0 && dynamicThresholdingRatio <= 1,
        "dynamic_thresholding_ratio",
        dynamicThresholdingRatio,
        "between 0 and 1");
    require(sampleMaxValue > 0, "sample_max_value", sampleMaxValue, "above 0");
    require(stepsOffset >= 0, "steps_offset", stepsOffset, "at least 0");
  }

  /**
   * Reads a parsed scheduler_config.json. Absent fields and nulls take the defaults of the
   * diffusers class that {@code _class_name} names; DDPMScheduler's where it is another or absent.
   *
   * @throws InvalidSchedulerException naming field and value, for values that are unknown or out of
   *     range, and for fields that change the computation in a way this program does not know
   */
  public static SchedulerConfig of(Map<String, ?> json) {
    return new SchedulerConfigReader(json).read();
  }

  private static void require(boolean holds, String field, Object value, String expected) {
    if (!holds) {
      throw new InvalidSchedulerException(field, value, expected);
    }
  }
}
