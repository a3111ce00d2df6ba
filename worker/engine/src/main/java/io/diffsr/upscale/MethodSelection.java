package io.diffsr.upscale;

import io.diffsr.method.MeanOfSamples;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.method.sr3.Sr3;
import io.diffsr.method.start.ChosenStart;
import io.diffsr.method.start.StartAlone;
import io.diffsr.method.start.Starts;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.ModelSource;
import io.diffsr.model.NetworkMethod;
import io.diffsr.model.Sr3Model;

/** Selects the method that a network is used by. */
final class MethodSelection {
  private MethodSelection() {}

  static UpscaleMethod of(NetworkMethod method) {
    return method instanceof Sr3Model diffusion
        ? new MeanOfSamples(new Sr3(diffusion))
        : StartAlone.of(method);
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
