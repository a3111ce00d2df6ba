package io.diffsr.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Perceptual Recoverable Field's answer for one picture and one scale (Diff-SR, section 4).
 *
 * @param timestep start timestep t*, array index in 0..T-1
 * @param noiseLevel (t*+1)/T
 * @param sigma noise-to-signal ratio 1/√SNR at t*
 * @param minimumTimestep first timestep whose noise covers what the input lacks, or null when no
 *     timestep does
 * @param maximumTimestep last timestep from which the picture is still recognisable
 * @param empty true where the interval is empty; then {@code timestep} is {@code maximumTimestep},
 *     unless it is overridden
 * @param overridden true where the caller chose the timestep
 * @param nothingToAdd true where the noise at {@code timestep} is less than an 8-bit result shows,
 *     and the start is the result
 * @param squaredError estimate of ‖x − x̂‖²/N with pixels in [-1, 1]
 * @param timesteps abscissa of the two curves
 * @param signature signature loss S at {@code timesteps}, in nats per value of the picture
 * @param fidelity fidelity loss ωF at {@code timesteps}, in the same unit, weighted
 */
public record RecoverableField(
    int timestep,
    double noiseLevel,
    double sigma,
    @Nullable Integer minimumTimestep,
    int maximumTimestep,
    boolean empty,
    boolean overridden,
    boolean nothingToAdd,
    double squaredError,
    List<Integer> timesteps,
    List<Double> signature,
    List<Double> fidelity) {}
