package io.diffsr.method.start;

import static io.diffsr.resample.ResamplingKernel.BICUBIC;

import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.job.ErrorCode;
import io.diffsr.method.interpolation.Interpolation;
import io.diffsr.method.interpolation.PseudoInverse;
import io.diffsr.method.liif.Liif;
import io.diffsr.method.regression.Regression;
import io.diffsr.method.simulated.Simulated;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.LiifModel;
import io.diffsr.model.MethodSource;
import io.diffsr.model.NetworkMethod;
import io.diffsr.model.RegressionModel;
import io.diffsr.model.ResidualNetwork;
import io.diffsr.model.SimulatedModel;
import io.diffsr.model.StartNetworks;
import io.diffsr.request.UpscaleRules;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.UpscaleException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a job starts from.
 *
 * @param methods networks that are methods by themselves
 */
public record Starts(MethodSource methods) {
  /**
   * The start that a job of the method {@code diff-sr} asks for.
   *
   * @param scale by which the job enlarges
   * @param ofJpeg whether results are to agree with the coefficients of a JPEG file
   * @throws UpscaleException of code {@code INVALID_REQUEST} where the model does not have it
   * @throws io.diffsr.model.ModelException of kind {@code NOT_FOUND} where there is no such network
   */
  public ChosenStart of(DiffusionModel model, UpscaleSpec spec, double scale, boolean ofJpeg) {
    StartNetworks own = model.starts();
    String name = spec.start().equals(UpscaleRules.AUTO) ? own.start() : spec.start();
    Double fidelity = spec.fidelity();
    return switch (name) {
      case UpscaleRules.PREDICTOR ->
          predictor(model, fidelity, (ofJpeg ? own.jpegFidelity() : own.fidelity()).held(scale));
      case "pinv" -> fixed(name, new PseudoInverse(), model, fidelity);
      case "bicubic" -> fixed(name, new Interpolation(BICUBIC), model, fidelity);
      default -> network(name, model, fidelity);
    };
  }

  /**
   * The model's own networks.
   *
   * @param fidelity that is asked for; null takes the other
   * @param otherwise the model's own, or the caller's; nearest to it where there is one network
   * @throws UpscaleException of code {@code INVALID_REQUEST} where the model does not have them
   */
  public static ChosenStart predictor(
      DiffusionModel model, @Nullable Double fidelity, double otherwise) {
    ResidualNetwork mean = model.starts().mean();
    ResidualNetwork textured = model.starts().textured();
    if (mean == null && textured == null) {
      throw invalid("the model %s has no predictor to start from".formatted(model.name()));
    }
    double share = Objects.requireNonNullElse(fidelity, otherwise);
    if (fidelity == null && (mean == null || textured == null)) {
      share = mean == null ? 0 : 1;
    }
    if ((share > 0 && mean == null) || (share < 1 && textured == null)) {
      throw invalid(
          "fidelity is %s; the model %s has no %s to mix"
              .formatted(share, model.name(), mean == null ? "mean" : "textured start"));
    }
    return mixed(
        UpscaleRules.PREDICTOR,
        share,
        model,
        mean == null ? null : ResidualStart.of(mean),
        textured == null ? null : ResidualStart.of(textured));
  }

  private ChosenStart network(String name, DiffusionModel model, @Nullable Double fidelity) {
    ResidualNetwork mean = model.starts().mean();
    double share = Objects.requireNonNullElse(fidelity, 0.0);
    if (share > 0 && mean == null) {
      throw invalid(
          "fidelity is %s; the model %s has no mean to mix".formatted(share, model.name()));
    }
    return mixed(
        name,
        share,
        model,
        mean == null ? null : ResidualStart.of(mean),
        start(methods.method(name)));
  }

  /**
   * A network as a start.
   *
   * @throws UpscaleException of code {@code INVALID_REQUEST} where it draws noise by itself
   */
  public static Start start(NetworkMethod method) {
    if (method instanceof RegressionModel regression) {
      return new Regression(regression);
    }
    if (method instanceof LiifModel liif) {
      return new Liif(liif);
    }
    if (method instanceof SimulatedModel simulated) {
      return new Simulated(simulated);
    }
    throw invalid(
        "start is %s, which runs a diffusion of its own and is no start for another"
            .formatted(method.name()));
  }

  private static ChosenStart mixed(
      String name,
      double share,
      DiffusionModel model,
      @Nullable Start mean,
      @Nullable Start textured) {
    RecoverableFieldCalibration ofMean = calibration(model, true);
    RecoverableFieldCalibration ofTextured = calibration(model, false);
    if (share == 1 || textured == null) {
      Start alone = Objects.requireNonNull(mean);
      return new ChosenStart(name, share, alone, ofMean, alone);
    }
    if (share == 0 || mean == null) {
      return new ChosenStart(name, share, textured, ofTextured, textured);
    }
    Start mixed = mix(mean, textured, share);
    return new ChosenStart(name, share, mixed, ofTextured.towards(ofMean, share), mixed);
  }

  /**
   * A textured picture that comes with a mean of its own is mixed with that one in one call; with
   * more than half of the mean, with the better of the two.
   */
  private static Start mix(Start mean, Start textured, double share) {
    boolean inOneCall =
        answer(textured) == ResidualNetwork.Answer.TEXTURED
            && (share <= 0.5 || answer(mean) == ResidualNetwork.Answer.MEAN);
    return inOneCall && textured instanceof ResidualStart both
        ? new ResidualStart(both.model(), share)
        : new MixedStart(mean, textured, share);
  }

  private static ResidualNetwork.@Nullable Answer answer(Start start) {
    return start instanceof ResidualStart residual ? residual.model().answer() : null;
  }

  /** What is known of the start nearest to this kind; in the end, of the model alone. */
  private static RecoverableFieldCalibration calibration(DiffusionModel model, boolean ofMean) {
    ResidualNetwork mean = model.starts().mean();
    ResidualNetwork textured = model.starts().textured();
    return Stream.of(ofMean ? mean : textured, ofMean ? textured : mean)
        .filter(Objects::nonNull)
        .map(ResidualNetwork::calibration)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(model.calibration());
  }

  /** The model's calibration is about the bicubic enlargement. */
  private static ChosenStart fixed(
      String name, Start start, DiffusionModel model, @Nullable Double fidelity) {
    if (fidelity != null) {
      throw invalid(
          "fidelity is %s; the model %s starts from %s, with which nothing is mixed"
              .formatted(fidelity, model.name(), name));
    }
    return new ChosenStart(name, null, start, model.calibration(), new Interpolation(BICUBIC));
  }

  private static UpscaleException invalid(String message) {
    return new UpscaleException(ErrorCode.INVALID_REQUEST, message);
  }
}
