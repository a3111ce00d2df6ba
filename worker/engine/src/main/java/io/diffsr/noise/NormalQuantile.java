package io.diffsr.noise;

/**
 * The inverse of the standard normal distribution function, to about 1 part in 10¹⁶ (Wichura,
 * "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37,
 * 1988, routine PPND16). Uses only exactly specified operations, so that every machine gets the
 * same bits.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // The digits are those of the publication.
final class NormalQuantile {
  private static final double CENTRAL_HALF_WIDTH = 0.425;
  private static final double CENTRAL_SHIFT = 0.180625;
  private static final double TAIL_SPLIT = 5;
  private static final double TAIL_SHIFT = 1.6;

  // Ratios of polynomials, highest power first.
  private static final double[] CENTRAL_NUMERATOR = {
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0
  };
  private static final double[] CENTRAL_DENOMINATOR = {
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1
  };
  private static final double[] MIDDLE_NUMERATOR = {
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0
  };
  private static final double[] MIDDLE_DENOMINATOR = {
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1
  };
  private static final double[] FAR_NUMERATOR = {
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0
  };
  private static final double[] FAR_DENOMINATOR = {
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1
  };

  private NormalQuantile() {}

  /**
   * The value below which a standard normal variable lies with this probability.
   *
   * @param probability in 0..1, both excluded
   */
  static double of(double probability) {
    double q = probability - 0.5;
    if (Math.abs(q) <= CENTRAL_HALF_WIDTH) {
      double r = CENTRAL_SHIFT - q * q;
      return q * polynomial(CENTRAL_NUMERATOR, r) / polynomial(CENTRAL_DENOMINATOR, r);
    }
    double tail = q < 0 ? probability : 1 - probability;
    double root = Math.sqrt(-StrictMath.log(tail));
    double value;
    if (root <= TAIL_SPLIT) {
      double r = root - TAIL_SHIFT;
      value = polynomial(MIDDLE_NUMERATOR, r) / polynomial(MIDDLE_DENOMINATOR, r);
    } else {
      double r = root - TAIL_SPLIT;
      value = polynomial(FAR_NUMERATOR, r) / polynomial(FAR_DENOMINATOR, r);
    }
    return q < 0 ? -value : value;
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      sum = sum * x + coefficients[i];
    }
    return sum;
  }
}
