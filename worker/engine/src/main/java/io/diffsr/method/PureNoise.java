package io.diffsr.method;

import io.diffsr.consistency.InputConsistency;
import io.diffsr.run.RunContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Noise of unit variance, which is what the last timestep leaves of any picture. */
public record PureNoise() implements Origin {
  @Override
  public float[] canvas(InputConsistency consistency, Supplier<float[]> noise, RunContext context) {
    return noise.get();
  }

  @Override
  public @Nullable String name() {
    return null;
  }

  @Override
  public @Nullable Double fidelity() {
    return null;
  }

  @Override
  public int calls() {
    return 0;
  }

  @Override
  public String identity() {
    return "noise";
  }
}
