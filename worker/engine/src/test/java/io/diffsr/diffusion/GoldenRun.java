package io.diffsr.diffusion;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * One reference run of a diffusers scheduler; names as in the golden file, meaning in its about.
 */
@SuppressWarnings("ArrayRecordComponent")
record GoldenRun(
    @JsonProperty("scheduler_config") Map<String, Object> scheduler,
    @JsonProperty("num_inference_steps") int steps,
    @JsonProperty("strength") double strength,
    @JsonProperty("step") Map<String, Object> arguments,
    @JsonProperty("timesteps") int[] timesteps,
    @JsonProperty("noised") float[] noised,
    @JsonProperty("result") float[] result) {
  private static final int VALUES = 3 * 4 * 4;
  private static final String MULTISTEP = "DPMSolverMultistepScheduler";

  /** What this program makes of the run's arguments. */
  record Outcome(int[] timesteps, float[] noised, float[] result) {}

  String name() {
    return scheduler + " n=" + steps + " strength=" + strength + " " + arguments;
  }

  Outcome repeat() {
    SchedulerConfig config = SchedulerConfig.of(scheduler);
    boolean multistep = MULTISTEP.equals(scheduler.get("_class_name"));
    NoiseSchedule plain = NoiseSchedule.of(config);
    NoiseSchedule schedule = multistep ? plain.withFiniteLambda() : plain;
    int[] all =
        multistep
            ? InferenceTimesteps.multistep(config, steps)
            : InferenceTimesteps.of(config, steps);
    int[] kept = InferenceTimesteps.tail(all, steps, strength);
    if (kept.length == 0) {
      return new Outcome(kept, new float[0], new float[0]);
    }
    float[] noise = new float[VALUES];
    fill(1, noise);
    float[] noised = ForwardDiffusion.addNoise(schedule, kept[0], clean(), noise);
    ReverseDiffusion reverse = reverse(schedule, config, kept);
    PredictionReader reader = new PredictionReader(schedule, config);
    SamplerState state = reverse.start(noised.clone());
    for (int timestep : reverse.timesteps()) {
      Prediction prediction =
          reader.read(state.sample(), network(state.sample(), timestep), timestep);
      state = reverse.step(state, prediction, GoldenRun::fill);
    }
    return new Outcome(kept, noised, state.sample());
  }

  private ReverseDiffusion reverse(NoiseSchedule schedule, SchedulerConfig config, int[] kept) {
    String type = String.valueOf(scheduler.get("_class_name"));
    return switch (type) {
      case "DDIMScheduler" ->
          new Ddim(
              schedule,
              Trajectory.withStride(config.numTrainTimesteps() / steps, kept),
              arguments.get("eta") instanceof Number eta ? eta.doubleValue() : 0,
              Boolean.TRUE.equals(arguments.get("use_clipped_model_output")));
      case "DDPMScheduler" -> new Ddpm(schedule, Trajectory.through(kept), config.varianceType());
      case MULTISTEP ->
          new DpmSolverPlusPlus2M(
              schedule,
              Trajectory.through(kept),
              scheduler.get("solver_order") instanceof Integer order ? order : 2);
      default -> throw new IllegalArgumentException("no sampler for " + type);
    };
  }

  private static float[] clean() {
    float[] values = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      values[i] = (float) Math.sin(0.37 * i);
    }
    return values;
  }

  private static void fill(int draw, float[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) (Math.sqrt(2) * Math.sin(0.91 * i + 1.7 * draw));
    }
  }

  private static float[] network(float[] sample, int timestep) {
    float[] output = new float[sample.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = sample[i] * timestep / (timestep + 1);
    }
    return output;
  }
}
