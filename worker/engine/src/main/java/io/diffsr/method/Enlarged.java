package io.diffsr.method;

import io.diffsr.consistency.InputConsistency;
import io.diffsr.job.RecoverableField;
import org.jspecify.annotations.Nullable;

/**
 * What a method made of a picture.
 *
 * @param rgb 3 × height × width, around [-1, 1], not yet clipped
 * @param network how the network was used, or null where the method has none
 * @param consistency with which the result was made to agree, or null where it was not
 * @param deviation how far the samples differ that the result is the mean of, height × width, as a
 *     standard deviation in units of the samples' range [-1, 1]; null where there is one sample
 */
// Records of arrays are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record Enlarged(
    float[] rgb,
    @Nullable NetworkUse network,
    @Nullable InputConsistency consistency,
    float @Nullable [] deviation) {

  /** The outcome of a single run. */
  public Enlarged(
      float[] rgb, @Nullable NetworkUse network, @Nullable InputConsistency consistency) {
    this(rgb, network, consistency, null);
  }

  /**
   * How the network was used.
   *
   * @param model name of the model
   * @param executionProvider {@code cuda} or {@code cpu}
   * @param field where the reverse diffusion started, and why; null where that is not chosen
   * @param start what the reverse diffusion started from, or what the result is the answer of; null
   *     where that is not chosen
   * @param fidelity share of the mean in the start; null where nothing is mixed
   * @param tiles network calls per step
   * @param steps of the sampler; 1 where the method has none
   * @param weights SHA-256 of the diffusion's network; null where none ran
   * @param identity of the start, with its network's weights; null where there is none
   * @param fingerprint of the whole diffusion; null where none ran
   */
  public record NetworkUse(
      String model,
      String executionProvider,
      @Nullable RecoverableField field,
      @Nullable String start,
      @Nullable Double fidelity,
      int tiles,
      int steps,
      @Nullable String weights,
      @Nullable String identity,
      @Nullable String fingerprint) {}
}
