package io.diffsr.method;

import io.diffsr.consistency.InputConsistency;
import io.diffsr.run.RunContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a reverse diffusion begins with; not asked where an interrupted run goes on. */
public interface Origin {
  /**
   * The canvas before the first step; the result where there is no step.
   *
   * @param noise z, standard normal, 3 × height × width; may be changed and returned
   * @return x_t, 3 × height × width, in an array that is the caller's
   */
  float[] canvas(InputConsistency consistency, Supplier<float[]> noise, RunContext context);

  /** Name of the start; null where it is noise alone. */
  @Nullable String name();

  /** Share of the mean in the start; null where nothing is mixed. */
  @Nullable Double fidelity();

  /** Network calls that it takes once for all samples. */
  int calls();

  /** Differs where the canvases differ. */
  String identity();
}
