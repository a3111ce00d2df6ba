package io.diffsr.method.start;

import io.diffsr.consistency.InputConsistency;
import io.diffsr.consistency.SourcePicture;
import io.diffsr.job.UpscalePhase;
import io.diffsr.method.Enlarged;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.model.NetworkMethod;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.run.RunContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a network by itself, made consistent with the input: one call a tile.
 *
 * @param chosen the network that a job asks for
 */
public record StartAlone(Function<UpscaleSpec, Network> chosen) implements UpscaleMethod {
  /**
   * A network.
   *
   * @param name of the model that holds it, or of itself
   * @param executionProvider {@code cuda} or {@code cpu}
   * @param start it
   * @param fidelity share of the mean in the start; null where nothing is mixed
   */
  public record Network(
      String name, String executionProvider, Start start, @Nullable Double fidelity) {}

  /** A network that is a method by itself. */
  public static StartAlone of(NetworkMethod method) {
    Network network =
        new Network(method.name(), method.executionProvider(), Starts.start(method), null);
    return new StartAlone(spec -> network);
  }

  @Override
  public Enlarged enlarge(SourcePicture input, UpscaleSpec spec, RunContext context) {
    Network network = chosen.apply(spec);
    Picture picture = input.picture();
    Degradation size =
        Degradation.of(spec.height(), spec.width(), picture.height(), picture.width());
    int calls = network.start().calls(size);
    context.report().expect(0, 1, calls);
    context.enter(UpscalePhase.SAMPLE);
    float[] rgb = network.start().enlarge(picture.rgb(), size, context);
    InputConsistency consistency = InputConsistency.of(input, spec);
    if (spec.noiseSigma() == 0) {
      consistency.agree(rgb, 0);
    }
    Enlarged.NetworkUse use =
        new Enlarged.NetworkUse(
            network.name(),
            network.executionProvider(),
            null,
            null,
            network.fidelity(),
            calls,
            1,
            null,
            network.start().identity(),
            null);
    return new Enlarged(rgb, use, consistency.enforce(rgb, context.cancellation()));
  }
}
