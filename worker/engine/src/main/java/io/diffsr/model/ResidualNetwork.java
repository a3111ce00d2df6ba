package io.diffsr.model;

import io.diffsr.diffusion.Denoiser;
import io.diffsr.field.RecoverableFieldCalibration;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A network that restores an enlarged picture in one call, at any factor: x̂ = A⁺y − ρ r, where r
 * is its answer to A⁺y and to the factor, which it takes where a denoiser takes its timestep.
 *
 * @param network answers with r, 3 channels; or with two, that of the mean and that of a textured
 *     picture, 6 channels
 * @param answer which of the channels are this one's r
 * @param residualScale ρ, above 0
 * @param smallestFactor of its training; smaller ones are shown to it as this
 * @param largestFactor of its training; larger ones are shown to it as this
 * @param tile the pieces of a canvas that it is given
 * @param weights identifies the network: SHA-256 of its files, in hex
 * @param calibration what is known about the recoverable field of what it makes; null where nothing
 *     was measured
 */
@RecordBuilder
public record ResidualNetwork(
    Denoiser network,
    Answer answer,
    double residualScale,
    double smallestFactor,
    double largestFactor,
    NetworkTile tile,
    String weights,
    @Nullable RecoverableFieldCalibration calibration) {
  private static final double PER_FACTOR = 100;

  /** What of a network's answer is meant. */
  public enum Answer {
    /** All 3 channels. */
    WHOLE(3),
    /** The first 3 of 6: near the mean of all pictures that fit the input. */
    MEAN(6),
    /** The last 3 of 6: one of these pictures, its texture included. */
    TEXTURED(6);

    private final int channels;

    Answer(int channels) {
      this.channels = channels;
    }

    /** Of all that the network answers with. */
    public int channels() {
      return channels;
    }
  }

  /** What the network gets in place of the timestep: a hundred times the factor. */
  public int timestep(double factor) {
    return (int) Math.round(PER_FACTOR * Math.min(Math.max(factor, smallestFactor), largestFactor));
  }
}
