package io.diffsr.method.diffsr;

import io.diffsr.consistency.InputConsistency;
import io.diffsr.diffusion.ForwardDiffusion;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.job.RecoverableField;
import io.diffsr.method.Origin;
import io.diffsr.method.interpolation.PseudoInverse;
import io.diffsr.method.start.ChosenStart;
import io.diffsr.resample.Degradation;
import io.diffsr.run.RunContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A start, made consistent and noised to the timestep that the field names. */
final class NoisedStart implements Origin {
  private final float[] low;
  private final Degradation size;
  private final ChosenStart start;
  private final NoiseSchedule schedule;
  private final RecoverableField field;
  private final boolean several;
  private float @Nullable [] kept;

  /**
   * @param low y, 3 × h × w
   * @param several whether canvases are asked for more than once, with other noise
   */
  NoisedStart(
      float[] low,
      Degradation size,
      ChosenStart start,
      NoiseSchedule schedule,
      RecoverableField field,
      boolean several) {
    this.low = low;
    this.size = size;
    this.start = start;
    this.schedule = schedule;
    this.field = field;
    this.several = several;
  }

  @Override
  public float[] canvas(InputConsistency consistency, Supplier<float[]> noise, RunContext context) {
    float[] picture = picture(consistency, context);
    if (field.nothingToAdd()) {
      return several ? picture.clone() : picture;
    }
    return ForwardDiffusion.addNoise(schedule, field.timestep(), picture, noise.get());
  }

  private float[] picture(InputConsistency consistency, RunContext context) {
    float[] picture = kept;
    if (picture == null) {
      picture = start.start().enlarge(low, size, context);
      if (!(start.start() instanceof PseudoInverse)) {
        consistency.agree(picture, field.squaredError());
      }
      kept = several ? picture : null;
    }
    return picture;
  }

  @Override
  public String name() {
    return start.name();
  }

  @Override
  public @Nullable Double fidelity() {
    return start.fidelity();
  }

  @Override
  public int calls() {
    return start.start().calls(size);
  }

  @Override
  public String identity() {
    return start.start().identity();
  }
}
