package io.diffsr.consistency;

import io.diffsr.picture.Picture;
import io.diffsr.request.Consistency;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.resample.Opacity;
import io.diffsr.run.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * How far the result of a job is to be consistent with its input: not at all, exactly, or as far as
 * the input's noise allows.
 *
 * @param rule what is enforced, or null for {@code consistency=none}
 * @param noiseSigma of the input, pixels in 0..1
 */
public record InputConsistency(@Nullable Rule rule, double noiseSigma) {
  private static final int CHANNELS = 3;

  /** Half the range [-1, 1] of a sample, in 8-bit levels. */
  private static final double LEVELS_PER_UNIT = 127.5;

  /**
   * What is enforced.
   *
   * @param degradation A
   * @param input the small pictures that results may shrink to
   * @param consistency enforces it
   */
  public record Rule(Degradation degradation, InputSet input, DataConsistency consistency) {}

  public static InputConsistency of(SourcePicture input, UpscaleSpec spec) {
    return spec.consistency() == Consistency.NONE
        ? new InputConsistency(null, spec.noiseSigma())
        : new InputConsistency(rule(input, spec), spec.noiseSigma());
  }

  /** Exact consistency with the pixels, whatever the job asks for. */
  public static InputConsistency exact(SourcePicture input, UpscaleSpec spec) {
    return new InputConsistency(rule(SourcePicture.of(input.picture()), spec), 0);
  }

  private static Rule rule(SourcePicture source, UpscaleSpec spec) {
    Picture picture = source.picture();
    Degradation degradation =
        Degradation.of(spec.height(), spec.width(), picture.height(), picture.width());
    InputSet input = source.set();
    return new Rule(
        degradation,
        input,
        new DataConsistency(
            degradation, input, Opacity.enlarged(picture, spec.width(), spec.height())));
  }

  /**
   * Makes a picture consistent that no noise was added to, in place.
   *
   * @param squaredError expected of it, ‖x − x̂‖²/N
   */
  public void agree(float[] picture, double squaredError) {
    if (rule != null) {
      rule.consistency().agree(picture, noiseSigma, squaredError);
    }
  }

  /**
   * Makes x̂₀ of the whole canvas consistent after a network call, in place.
   *
   * @param alphaCumprod ᾱ at the timestep of the call
   */
  public void correct(float[] originalSample, double alphaCumprod) {
    if (rule != null) {
      rule.consistency().apply(originalSample, noiseSigma, alphaCumprod);
    }
  }

  /**
   * Brings the result into the range of a file, in place.
   *
   * @param cancellation ends it
   * @return this, under which it is consistent with the input; null where it need not be
   */
  public @Nullable InputConsistency enforce(float[] restored, Cancellation cancellation) {
    if (rule == null || noiseSigma > 0) {
      return null;
    }
    rule.consistency().enforce(restored, cancellation);
    return this;
  }

  /**
   * How consistent a result is.
   *
   * @param rgb the result as a file holds it, multiplied by its opacity
   * @throws IllegalStateException where nothing is enforced
   */
  public ConsistencyMeasure measure(float[] rgb) {
    if (rule == null) {
      throw new IllegalStateException("nothing is enforced");
    }
    float[] low = rule.degradation().degrade(rgb, CHANNELS);
    if (rule.input() instanceof JpegCells cells) {
      return new ConsistencyMeasure(null, cells.departure(low));
    }
    float[] pixels = rule.input().nearest(low);
    return new ConsistencyMeasure(
        rule.degradation().largestDeviation(rgb, pixels, CHANNELS) * LEVELS_PER_UNIT, null);
  }
}
