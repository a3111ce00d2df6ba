package io.diffsr.request;

import io.diffsr.request.InvalidJobException.Violation;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be asked of the engine; the only place where {@link UpscaleOptions} become an {@link
 * UpscaleSpec}.
 *
 * @param maxOutputPixels largest result, in pixels
 * @param maxRunMemory most that a run may take, in bytes ({@link RunMemory})
 * @param models names of the available models; the first is the default
 * @param methods names of the available networks that are methods by themselves
 * @param seeds draws a seed where the caller names none
 */
public record UpscaleRules(
    long maxOutputPixels,
    long maxRunMemory,
    List<String> models,
    List<String> methods,
    LongSupplier seeds) {
  /** Largest factor. */
  public static final double MAX_SCALE = 16;

  /** The method that runs the diffusion model. */
  public static final String DIFF_SR = "diff-sr";

  /** The method that is the start of a diffusion model alone. */
  public static final String PREDICTOR = "predictor";

  /** The start that the model's folder names. */
  public static final String AUTO = "auto";

  /** The starts that need no network of their own in the model repository. */
  public static final List<String> STARTS = List.of(AUTO, PREDICTOR, "pinv", "bicubic");

  /** The methods that need no folder of their own in the model repository. */
  public static final List<String> METHODS =
      List.of(DIFF_SR, PREDICTOR, "pinv", "bicubic", "nearest", "lanczos");

  private static final int MAX_STEPS = 250;
  private static final double MAX_NOISE_SIGMA = 0.5;
  private static final int MAX_SAMPLES = 16;
  private static final int DEFAULT_QUALITY = 92;

  public UpscaleRules {
    models = List.copyOf(models);
    methods = List.copyOf(methods);
  }

  /**
   * Checks options and fills in what is unset.
   *
   * @param inputWidth width of the input in pixels
   * @param inputHeight height of the input in pixels
   * @throws InvalidJobException with every violation at once
   */
  public UpscaleSpec specify(UpscaleOptions options, int inputWidth, int inputHeight) {
    return specify(options, inputWidth, inputHeight, false);
  }

  /**
   * The same where more is known of the input.
   *
   * @param plain whether it is opaque and has at most 8 bits a sample: a run then takes less
   */
  public UpscaleSpec specify(
      UpscaleOptions options, int inputWidth, int inputHeight, boolean plain) {
    Violations violations = new Violations();
    UpscaleSpec spec = specify(options, inputWidth, inputHeight, violations);
    violations.throwIfAny();
    requireMemory(options, spec, (long) inputWidth * inputHeight, plain);
    return spec;
  }

  /** The specification, which holds only where no violation is found. */
  UpscaleSpec specify(
      UpscaleOptions options, int inputWidth, int inputHeight, Violations violations) {
    TargetSize size = TargetSize.of(options, inputWidth, inputHeight, maxOutputPixels, violations);
    String method = method(options, violations);
    String model = options.model() == null ? models.get(0) : options.model();
    violations.check(
        models.contains(model), "model", "is not available; there is " + String.join(", ", models));
    checkStartTimestep(options, violations);
    String start = start(options, method, violations);
    Double fidelity = options.fidelity();
    violations.check(
        fidelity == null || (fidelity >= 0 && fidelity <= 1), "fidelity", "must be in 0..1");
    violations.check(
        fidelity == null || mixes(method, start),
        "fidelity",
        "changes nothing with the method %s and start=%s; only starts of networks are mixed"
            .formatted(method, start));
    Integer steps = options.steps();
    violations.check(
        steps == null || (steps >= 1 && steps <= MAX_STEPS), "steps", "must be in 1.." + MAX_STEPS);
    double eta = options.eta() == null ? 0 : options.eta();
    violations.check(eta >= 0 && eta <= 1, "eta", "must be in 0..1");
    double noiseSigma = options.noiseSigma() == null ? 0 : options.noiseSigma();
    violations.check(
        noiseSigma >= 0 && noiseSigma <= MAX_NOISE_SIGMA,
        "noise_sigma",
        "must be in 0.." + MAX_NOISE_SIGMA);
    Consistency consistency =
        violations.named("consistency", Consistency.class, options.consistency(), Consistency.AUTO);
    violations.check(
        noiseSigma == 0 || (consistency != Consistency.NONE && diffusion(method)),
        "noise_sigma",
        "changes nothing with the method %s and consistency=%s; only a diffusion weighs the input"
            .formatted(method, consistency.wireName()));
    OutputFormat format =
        violations.named(
            "output_format", OutputFormat.class, options.outputFormat(), OutputFormat.PNG);
    violations.check(
        Math.max(size.width(), size.height()) <= format.largestSide(),
        "output_format",
        "holds at most " + format.largestSide() + " pixels a side");
    return new UpscaleSpec(
        size.width(),
        size.height(),
        method,
        model,
        start,
        fidelity,
        options.noiseLevel(),
        options.timestep(),
        violations.named("sampler", Sampler.class, options.sampler(), Sampler.DPMPP_2M),
        steps,
        eta,
        consistency,
        noiseSigma,
        options.seed() == null ? seeds.getAsLong() : options.seed(),
        violations.inRange("samples", options.samples(), 1, 1, MAX_SAMPLES),
        format,
        violations.inRange("quality", options.quality(), DEFAULT_QUALITY, 1, 100),
        violations.named(
            "picture_metadata",
            MetadataHandling.class,
            options.pictureMetadata(),
            MetadataHandling.KEEP));
  }

  private String method(UpscaleOptions options, Violations violations) {
    String method = options.method() == null ? DIFF_SR : options.method();
    checkNamed("method", method, METHODS, violations);
    return method;
  }

  private String start(UpscaleOptions options, String method, Violations violations) {
    String start = options.start() == null ? AUTO : options.start();
    checkNamed("start", start, STARTS, violations);
    violations.check(
        start.equals(AUTO) || method.equals(DIFF_SR),
        "start",
        "changes nothing with the method %s; only diff-sr starts from something".formatted(method));
    return start;
  }

  /** Checks a name against those that are built in and the available networks. */
  private void checkNamed(String field, String name, List<String> builtIn, Violations violations) {
    violations.check(
        builtIn.contains(name) || methods.contains(name),
        field,
        "must be one of "
            + Stream.concat(builtIn.stream(), methods.stream()).collect(Collectors.joining(", ")));
  }

  /** Whether a method runs networks of the job's model. */
  public static boolean ofModel(String method) {
    return method.equals(DIFF_SR) || method.equals(PREDICTOR);
  }

  private static boolean mixes(String method, String start) {
    return method.equals(PREDICTOR)
        || (method.equals(DIFF_SR) && !start.equals("pinv") && !start.equals("bicubic"));
  }

  /** Whether a method may run a diffusion; whether a network does is known from its folder only. */
  private boolean diffusion(String method) {
    return method.equals(DIFF_SR) || methods.contains(method);
  }

  private static void checkStartTimestep(UpscaleOptions options, Violations violations) {
    Double noiseLevel = options.noiseLevel();
    violations.check(
        noiseLevel == null || (noiseLevel > 0 && noiseLevel <= 1),
        "noise_level",
        "must be above 0 and at most 1");
    violations.check(
        options.timestep() == null || options.timestep() >= 0, "timestep", "must not be negative");
    violations.check(
        noiseLevel == null || options.timestep() == null,
        "timestep",
        "and noise_level exclude each other");
  }

  /**
   * Checks that a run fits into memory; to be asked only of a specification without violations.
   *
   * @throws InvalidJobException when it does not
   */
  void requireMemory(UpscaleOptions options, UpscaleSpec spec, long inputPixels, boolean plain) {
    long memory = RunMemory.bytes(inputPixels, plain, spec);
    if (memory <= maxRunMemory) {
      return;
    }
    String field = options.width() != null || options.height() != null ? "width" : "scale";
    String message =
        String.format(
            Locale.ROOT,
            "asks for %d × %d pixels, for which a run takes up to %s of memory; a run may take %s",
            spec.width(),
            spec.height(),
            RunMemory.text(memory),
            RunMemory.text(maxRunMemory));
    throw new InvalidJobException(List.of(new Violation(field, message)));
  }
}
