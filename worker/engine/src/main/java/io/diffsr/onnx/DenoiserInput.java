package io.diffsr.onnx;

import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a denoising network is given.
 *
 * @param channels of its sample: 3, or 6 where a picture comes beside it
 * @param noiseLevel what it gets in place of the timestep, or null
 */
record DenoiserInput(int channels, @Nullable IntToDoubleFunction noiseLevel) {
  /** A noised picture and its timestep. */
  static final DenoiserInput UNCONDITIONAL = new DenoiserInput(3, null);
}
