package io.diffsr.model;

import io.diffsr.field.ScaleTable;
import io.diffsr.request.UpscaleRules;
import org.jspecify.annotations.Nullable;

/**
 * What a diffusion model brings with it to start from.
 *
 * @param mean answers near the mean of all pictures that fit the input: least squared error; null
 *     where the model has none
 * @param textured answers with one such picture, its texture included; null where the model has
 *     none
 * @param start what a job starts from that asks for {@code auto}
 * @param fidelity share of the mean in their mix that a job gets that asks for none, in 0..1, by
 *     scale
 * @param jpegFidelity the same for a JPEG file whose coefficients results agree with
 */
public record StartNetworks(
    @Nullable ResidualNetwork mean,
    @Nullable ResidualNetwork textured,
    String start,
    ScaleTable fidelity,
    ScaleTable jpegFidelity) {
  /** A model of nothing but its denoiser. */
  public static final StartNetworks NONE =
      new StartNetworks(null, null, "pinv", ScaleTable.constant(1), ScaleTable.constant(1));

  /** Where nothing is said of them: both alike, and used where there is one. */
  public static StartNetworks of(
      @Nullable ResidualNetwork mean, @Nullable ResidualNetwork textured) {
    if (mean == null && textured == null) {
      return NONE;
    }
    ScaleTable fidelity = ScaleTable.constant(mean == null ? 0 : textured == null ? 1 : 0.5);
    return new StartNetworks(mean, textured, UpscaleRules.PREDICTOR, fidelity, fidelity);
  }
}
