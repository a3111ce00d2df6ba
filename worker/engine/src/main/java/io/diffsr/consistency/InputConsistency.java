package io.diffsr.consistency;

import io.diffsr.picture.Picture;
import io.diffsr.request.Consistency;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.resample.Opacity;
import org.jspecify.annotations.Nullable;

/**
 * How far the result of a job is to be consistent with its input: not at all, exactly, or as far as
 * the input's noise allows.
 *
 * @param degradation A, or null for {@code consistency=none}
 * @param consistency enforces it, or null for {@code consistency=none}
 * @param noiseSigma of the input, pixels in 0..1
 */
public record InputConsistency(
    @Nullable Degradation degradation, @Nullable DataConsistency consistency, double noiseSigma) {

  public static InputConsistency of(Picture input, UpscaleSpec spec) {
    if (spec.consistency() == Consistency.NONE) {
      return new InputConsistency(null, null, spec.noiseSigma());
    }
    Degradation degradation =
        Degradation.of(spec.height(), spec.width(), input.height(), input.width());
    return new InputConsistency(
        degradation,
        new DataConsistency(
            degradation, input.rgb(), Opacity.enlarged(input, spec.width(), spec.height())),
        spec.noiseSigma());
  }

  /**
   * Makes a picture consistent that no noise was added to, in place.
   *
   * @param squaredError expected of it, ‖x − x̂‖²/N
   */
  public void agree(float[] picture, double squaredError) {
    if (consistency != null) {
      consistency.agree(picture, noiseSigma, squaredError);
    }
  }

  /**
   * Makes x̂₀ of the whole canvas consistent after a network call, in place.
   *
   * @param alphaCumprod ᾱ at the timestep of the call
   */
  public void correct(float[] originalSample, double alphaCumprod) {
    if (consistency != null) {
      consistency.apply(originalSample, noiseSigma, alphaCumprod);
    }
  }

  /**
   * Brings the result into the range of a file, in place.
   *
   * @return the operator under which it is consistent with the input; null where it need not be
   */
  public @Nullable Degradation enforce(float[] restored) {
    if (consistency == null || noiseSigma > 0) {
      return null;
    }
    consistency.enforce(restored);
    return degradation;
  }
}
