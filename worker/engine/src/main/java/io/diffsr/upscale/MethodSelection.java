package io.diffsr.upscale;

import io.diffsr.method.MeanOfSamples;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.method.sr3.Sr3;
import io.diffsr.method.start.ChosenStart;
import io.diffsr.method.start.StartAlone;
import io.diffsr.method.start.Starts;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.LiifModel;
import io.diffsr.model.ModelSource;
import io.diffsr.model.NetworkMethod;
import io.diffsr.model.RegressionModel;
import io.diffsr.model.SimulatedModel;
import io.diffsr.model.Sr3Model;

/** Selects the method that a network is used by. */
final class MethodSelection {
  private MethodSelection() {}

  static UpscaleMethod of(NetworkMethod method) {
    if (method instanceof RegressionModel regression) {
      return StartAlone.of(regression, regression.executionProvider());
    }
    if (method instanceof LiifModel liif) {
      return StartAlone.of(liif, liif.executionProvider());
    }
    if (method instanceof SimulatedModel simulated) {
      return StartAlone.of(simulated, simulated.executionProvider());
    }
    return new MeanOfSamples(new Sr3((Sr3Model) method));
  }

  /** A model's start alone; nearest to the original where no fidelity is asked for. */
  static UpscaleMethod predictor(ModelSource models) {
    return new StartAlone(
        spec -> {
          DiffusionModel model = models.model(spec.model());
          ChosenStart start = Starts.predictor(model, spec.fidelity(), 1);
          return new StartAlone.Network(
              model.name(), model.executionProvider(), start.start(), start.fidelity());
        });
  }
}
