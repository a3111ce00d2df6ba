package io.diffsr.diffusion;

/**
 * The perfect network for coefficients x ~ N(0, P), each with its own P, and the exact answer of
 * the probability flow.
 *
 * @param power P per coefficient
 */
@SuppressWarnings("ArrayRecordComponent")
public record GaussianOracle(double[] power) {
  /** Coefficients whose power falls like that of a photograph, {@code 0.0037 s^2.6} at 1/(2s). */
  static GaussianOracle photograph(int count) {
    double[] power = new double[count];
    for (int i = 0; i < count; i++) {
      double frequency = (i + 1.0) / (2 * count);
      power[i] = 0.0037 * Math.pow(2 * frequency, -2.6);
    }
    return new GaussianOracle(power);
  }

  /** A typical picture: one standard deviation in every coefficient, noised. */
  float[] sample(NoiseSchedule schedule, int t) {
    float[] sample = new float[power.length];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = (float) deviation(schedule.alphaCumprod(t), power[i]);
    }
    return sample;
  }

  /** Where the probability flow takes {@link #sample}, whatever t was. */
  double[] exact() {
    double[] exact = new double[power.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = Math.sqrt(power[i]);
    }
    return exact;
  }

  /** E[x₀ | x_t]. */
  public float[] posteriorMean(NoiseSchedule schedule, int t, float[] sample) {
    double signal = schedule.alphaCumprod(t);
    float[] mean = new float[sample.length];
    for (int i = 0; i < mean.length; i++) {
      double variance = signal * power[i] + 1 - signal;
      mean[i] = (float) (Math.sqrt(signal) * power[i] / variance * sample[i]);
    }
    return mean;
  }

  /** The result of a whole reverse diffusion. */
  float[] restore(NoiseSchedule schedule, ReverseDiffusion reverse, NoiseSource noise) {
    SamplerState state = reverse.start(sample(schedule, reverse.timesteps()[0]));
    for (int timestep : reverse.timesteps()) {
      state = reverse.step(state, predict(schedule, timestep, state.sample()), noise);
    }
    return state.sample();
  }

  Prediction predict(NoiseSchedule schedule, int timestep, float[] sample) {
    return new Prediction(posteriorMean(schedule, timestep, sample), null, null);
  }

  /** Relative squared error of a result in dB. */
  double decibels(float[] result) {
    double[] exact = exact();
    double error = 0;
    double whole = 0;
    for (int i = 0; i < exact.length; i++) {
      error += Math.pow(result[i] - exact[i], 2);
      whole += exact[i] * exact[i];
    }
    return 10 * Math.log10(error / whole);
  }

  private static double deviation(double signal, double power) {
    return Math.sqrt(signal * power + 1 - signal);
  }
}
