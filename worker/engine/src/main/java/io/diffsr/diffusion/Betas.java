package io.diffsr.diffusion;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Noise variances β_0..β_(T-1) and ᾱ_t = Π(1−β_i) of every schedule. */
final class Betas {
  private static final double LARGEST_COSINE_BETA = 0.999;

  /** Keeps β near t = 0 from vanishing (Nichol and Dhariwal, section 3.2). */
  private static final double COSINE_OFFSET = 0.008;

  /** The logistic curve is taken over [-6, 6]. */
  private static final double SIGMOID_REACH = 6;

  private Betas() {}

  static double[] alphasCumprod(SchedulerConfig config) {
    double[] alphasCumprod = of(config);
    double product = 1;
    for (int t = 0; t < alphasCumprod.length; t++) {
      product *= 1 - alphasCumprod[t];
      alphasCumprod[t] = product;
    }
    return config.rescaleBetasZeroSnr() ? rescaled(alphasCumprod) : alphasCumprod;
  }

  private static double[] of(SchedulerConfig config) {
    List<Double> trained = config.trainedBetas();
    if (trained != null) {
      return trained.stream().mapToDouble(Double::doubleValue).toArray();
    }
    int count = config.numTrainTimesteps();
    double start = config.betaStart();
    double end = config.betaEnd();
    return switch (config.betaSchedule()) {
      case LINEAR -> even(start, end, count);
      case SCALED_LINEAR -> map(even(Math.sqrt(start), Math.sqrt(end), count), root -> root * root);
      case SIGMOID ->
          map(
              even(-SIGMOID_REACH, SIGMOID_REACH, count),
              x -> start + (end - start) / (1 + Math.exp(-x)));
      case COSINE -> ofSignal(Betas::cosine, count);
      case SQUAREDCOS_CAP_V2 -> ofSignal(x -> cosine(x) * cosine(x), count);
    };
  }

  private static double cosine(double progress) {
    return Math.cos((progress + COSINE_OFFSET) / (1 + COSINE_OFFSET) * Math.PI / 2);
  }

  /** β whose ᾱ follows a falling function of t/T. */
  private static double[] ofSignal(DoubleUnaryOperator signal, int count) {
    double[] betas = new double[count];
    for (int t = 0; t < count; t++) {
      double before = signal.applyAsDouble((double) t / count);
      double after = signal.applyAsDouble((double) (t + 1) / count);
      betas[t] = Math.min(1 - after / before, LARGEST_COSINE_BETA);
    }
    return betas;
  }

  private static double[] even(double first, double last, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = count == 1 ? first : first + (last - first) * i / (count - 1);
    }
    return values;
  }

  private static double[] map(double[] values, DoubleUnaryOperator function) {
    return Arrays.stream(values).map(function).toArray();
  }

  /** Shifts and stretches √ᾱ so that it ends in 0 and begins as before (arXiv:2305.08891, 3.1). */
  private static double[] rescaled(double[] alphasCumprod) {
    double first = Math.sqrt(alphasCumprod[0]);
    double last = Math.sqrt(alphasCumprod[alphasCumprod.length - 1]);
    return map(
        alphasCumprod,
        value -> {
          double root = (Math.sqrt(value) - last) * (first / (first - last));
          return root * root;
        });
  }
}
