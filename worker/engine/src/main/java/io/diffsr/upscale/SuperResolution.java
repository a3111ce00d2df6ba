package io.diffsr.upscale;

import static io.diffsr.resample.ResamplingKernel.BICUBIC;

import io.diffsr.consistency.CellDeparture;
import io.diffsr.consistency.ConsistencyMeasure;
import io.diffsr.consistency.InputConsistency;
import io.diffsr.consistency.SourcePicture;
import io.diffsr.diffusion.SolverFileException;
import io.diffsr.job.ErrorCode;
import io.diffsr.job.Provenance;
import io.diffsr.job.Sha256;
import io.diffsr.job.UpscalePhase;
import io.diffsr.job.UpscaleReport;
import io.diffsr.method.Enlarged;
import io.diffsr.method.MeanOfSamples;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.method.diffsr.DiffSr;
import io.diffsr.method.interpolation.Interpolation;
import io.diffsr.method.interpolation.PseudoInverse;
import io.diffsr.method.start.Starts;
import io.diffsr.model.MethodSource;
import io.diffsr.model.ModelException;
import io.diffsr.model.ModelSource;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.PictureWarning;
import io.diffsr.request.Consistency;
import io.diffsr.request.JobWarning;
import io.diffsr.request.OutputFormat;
import io.diffsr.request.RunMemory;
import io.diffsr.request.UpscaleRules;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Opacity;
import io.diffsr.resample.ResamplingKernel;
import io.diffsr.run.CanceledException;
import io.diffsr.run.RunContext;
import io.diffsr.run.UpscaleException;
import io.diffsr.run.UpscaleObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The engine: a picture's bytes in, the enlarged picture's bytes out. Immutable. */
public final class SuperResolution {
  private final PictureLimits limits;
  private final Map<String, UpscaleMethod> methods;
  private final MethodSource networkMethods;

  /**
   * An engine without methods beyond the built-in ones.
   *
   * @param models for the method {@code diff-sr}
   * @param limits of what is decoded
   */
  public SuperResolution(ModelSource models, PictureLimits limits) {
    this(
        models,
        name -> {
          throw new ModelException(
              ModelException.Kind.NOT_FOUND, "there is no method '%s' here".formatted(name));
        },
        limits);
  }

  /**
   * @param models for the method {@code diff-sr}
   * @param networkMethods for methods that are not built in
   * @param limits of what is decoded
   */
  public SuperResolution(ModelSource models, MethodSource networkMethods, PictureLimits limits) {
    this.limits = limits;
    this.networkMethods = networkMethods;
    this.methods =
        Map.of(
            UpscaleRules.DIFF_SR,
            new MeanOfSamples(new DiffSr(models, new Starts(networkMethods))),
            UpscaleRules.PREDICTOR,
            MethodSelection.predictor(models),
            "pinv",
            new PseudoInverse(),
            "nearest",
            new Interpolation(ResamplingKernel.NEAREST),
            "bicubic",
            new Interpolation(BICUBIC),
            "lanczos",
            new Interpolation(ResamplingKernel.LANCZOS));
  }

  /**
   * Enlarges a picture. The same arguments give the same bytes.
   *
   * @param file PNG, JPEG, WebP, TIFF, BMP or GIF
   * @throws CanceledException when the observer asks for it
   * @throws UpscaleException when the picture or the model cannot be used, or the model fails
   */
  public UpscaleResult run(UpscaleSpec spec, byte[] file, UpscaleObserver observer) {
    try {
      return enlarge(spec, file, RunContext.of(observer));
    } catch (PictureException e) {
      throw new UpscaleException(codeOf(e.kind()), String.valueOf(e.getMessage()), e);
    } catch (ModelException e) {
      throw failed(e);
    } catch (SolverFileException e) {
      throw new UpscaleException(
          ErrorCode.OUT_OF_MEMORY,
          "a canvas cannot be kept in a file of this machine: " + e.getCause(),
          e);
    }
  }

  /**
   * Heap that a run takes at most, in bytes; known before anything is decoded.
   *
   * @param inputPixels of the picture
   * @param plain whether it is opaque and has at most 8 bits a sample
   * @throws UpscaleException when there is no such method
   */
  public long memory(UpscaleSpec spec, long inputPixels, boolean plain) {
    long outputPixels = (long) spec.width() * spec.height();
    long usual = RunMemory.bytes(inputPixels, plain, spec);
    try {
      return usual
          + Stream.of(spec.method(), spec.start())
              .filter(
                  name ->
                      !UpscaleRules.METHODS.contains(name) && !UpscaleRules.STARTS.contains(name))
              .mapToLong(
                  name -> networkMethods.method(name).memory().bytes(inputPixels, outputPixels))
              .sum();
    } catch (ModelException e) {
      throw failed(e);
    }
  }

  private UpscaleResult enlarge(UpscaleSpec spec, byte[] file, RunContext context) {
    context.enter(UpscalePhase.DECODE);
    PictureHeader header = PictureHeaderReader.admit(file, limits);
    List<PictureWarning> warnings = new ArrayList<>();
    Picture input = PictureDecoder.decode(file, header, warnings::add).premultiplied();
    SourcePicture source = SourcePicture.of(input);
    if (spec.consistency() == Consistency.AUTO) {
      source = new SourceReader(file, header).read(input, spec, warnings::add);
    }
    Finished finished =
        finished(input, method(spec.method()).enlarge(source, spec, context), spec, context);
    Picture output = finished.output();
    PictureFormat format = fileFormat(spec.outputFormat());
    CarriedMetadata carried =
        CarriedMetadata.of(file, header, output, format, spec.pictureMetadata());
    warnings.addAll(carried.warnings());
    byte[] bytes =
        PictureEncoder.encode(
            output,
            carried.metadata(),
            format,
            spec.quality(),
            context.cancellation()::requireNone);
    float[] deviation = finished.deviation();
    byte[] uncertainty =
        deviation == null
            ? null
            : UncertaintyPicture.encode(deviation, spec.width(), spec.height());
    return new UpscaleResult(
        bytes,
        spec.outputFormat().mediaType(),
        report(spec, finished, file, warnings, context),
        uncertainty);
  }

  /**
   * A result that only has to be written.
   *
   * @param output as a lossless file holds it
   * @param network how the network was used, or null
   * @param deviation how far the samples differ, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // Not compared by value.
  private record Finished(
      Picture output,
      ConsistencyMeasure measure,
      Enlarged.@Nullable NetworkUse network,
      float @Nullable [] deviation) {}

  /**
   * Keeps nothing of what the method has made but this: while the file is written, memory is dear.
   */
  private static Finished finished(
      Picture input, Enlarged enlarged, UpscaleSpec spec, RunContext context) {
    context.enter(UpscalePhase.ENCODE);
    Picture output =
        input
            .enlarged(
                spec.width(),
                spec.height(),
                enlarged.rgb(),
                Opacity.enlarged(input, spec.width(), spec.height()))
            .unpremultiplied()
            .quantised();
    return new Finished(
        output, measure(enlarged, output), enlarged.network(), enlarged.deviation());
  }

  /** Rules and codecs know the same formats by the same names. */
  private static PictureFormat fileFormat(OutputFormat format) {
    return PictureFormat.valueOf(format.name());
  }

  private UpscaleMethod method(String name) {
    UpscaleMethod method = methods.get(name);
    return method == null ? MethodSelection.of(networkMethods.method(name)) : method;
  }

  /** Measured on the rounded samples, before a lossy format takes its share. */
  private static ConsistencyMeasure measure(Enlarged enlarged, Picture output) {
    InputConsistency consistency = enlarged.consistency();
    return consistency == null
        ? new ConsistencyMeasure(null, null)
        : consistency.measure(output.premultiplied().rgb());
  }

  private static UpscaleReport report(
      UpscaleSpec spec,
      Finished finished,
      byte[] file,
      List<PictureWarning> warnings,
      RunContext context) {
    ConsistencyMeasure measure = finished.measure();
    CellDeparture departure = measure.departure();
    Enlarged.NetworkUse network = finished.network();
    return new UpscaleReport(
        spec.width(),
        spec.height(),
        spec.method(),
        network == null ? null : network.model(),
        network == null ? null : network.executionProvider(),
        network == null ? null : network.field(),
        network == null ? null : network.start(),
        network == null ? null : network.fidelity(),
        context.report().networkCalls(),
        context.report().networkSeconds(),
        network == null ? 0 : network.tiles(),
        network == null ? 0 : network.steps(),
        context.resumption().resumedAtStep(),
        measure.deviation(),
        departure == null ? null : departure.shareOutside(),
        departure == null ? null : departure.largestExcess(),
        warnings.stream()
            .map(warning -> new JobWarning(warning.code().wireName(), warning.message()))
            .toList(),
        context.report().secondsPerPhase(),
        new Provenance(
            EngineVersion.NUMBER,
            new Sha256().update(file).hex(),
            network == null ? null : network.weights(),
            network == null ? null : network.identity(),
            network == null ? null : network.fingerprint()));
  }

  private static ErrorCode codeOf(PictureException.Kind kind) {
    return switch (kind) {
      case NOT_A_PICTURE, CORRUPT -> ErrorCode.INVALID_PICTURE;
      case UNSUPPORTED -> ErrorCode.UNSUPPORTED_PICTURE;
      case TOO_MANY_BYTES, TOO_MANY_PIXELS -> ErrorCode.PICTURE_TOO_LARGE;
    };
  }

  private static UpscaleException failed(ModelException e) {
    return new UpscaleException(codeOf(e.kind()), String.valueOf(e.getMessage()), e);
  }

  private static ErrorCode codeOf(ModelException.Kind kind) {
    return switch (kind) {
      case NOT_FOUND -> ErrorCode.MODEL_NOT_FOUND;
      case INVALID -> ErrorCode.MODEL_INVALID;
      case FAILED -> ErrorCode.MODEL_FAILED;
    };
  }
}
