package io.diffsr.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.evaluation.ComparedMethod;
import io.diffsr.request.Consistency;
import io.diffsr.request.RequestField;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.request.UpscaleRules;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.request.WireName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What an evaluation compares. */
final class EvaluatedMethods {
  @Option(
      names = "--scales",
      paramLabel = "S",
      split = ",",
      defaultValue = "1.5,2,2.7,3.5,4",
      description = "Above 1, up to 16 (default: ${DEFAULT-VALUE}).")
  List<Double> scales;

  @Option(
      names = "--methods",
      paramLabel = "M",
      split = ",",
      defaultValue = "bicubic,diff-sr",
      description = {
        "Methods of the engine, each with options of its own where it is to have some, for example",
        "diff-sr:fidelity=0.5 (default: ${DEFAULT-VALUE})."
      })
  List<String> names;

  @Option(
      names = "--consistency",
      paramLabel = "C",
      split = ",",
      defaultValue = "auto",
      description = "auto, project or none, or several for a row each (default: ${DEFAULT-VALUE}).")
  List<String> consistencies;

  /** How the diffusion is run; the rest of the options this command sets itself. */
  final UpscaleArguments arguments =
      UpscaleArguments.without(
              "scale",
              "width",
              "height",
              "method",
              "timestep",
              "consistency",
              "noiseSigma",
              "seed",
              "outputFormat",
              "quality")
          .describeDefault("model", EngineOptions.DEFAULT_MODEL);

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the noise (default: 0).")
  long seed;

  @Option(
      names = "--input-noise",
      paramLabel = "S",
      description = "Noise to add to the shrunk pictures, pixels in 0 to 1 (default: 0).")
  double inputNoise;

  @Option(
      names = "--input-jpeg",
      paramLabel = "Q",
      description = "Quality of the shrunk pictures as JPEG, 1 to 100 (default: lossless).")
  Optional<Integer> jpegQuality = Optional.empty();

  @Option(
      names = "--noise-sigma",
      paramLabel = "S",
      description = "Noise that diff-sr assumes in its input, pixels in 0 to 1 (default: 0).")
  double noiseSigma;

  void requireSound() {
    int quality = jpegQuality.orElse(1);
    require(quality >= 1 && quality <= 100, "--input-jpeg must be 1 to 100");
    require(inputNoise >= 0 && inputNoise <= 1, "--input-noise must be 0 to 1");
    for (double scale : scales) {
      require(scale > 1 && scale <= UpscaleRules.MAX_SCALE, "--scales must be above 1, at most 16");
    }
    require(new LinkedHashSet<>(scales).size() == scales.size(), "--scales names one twice");
    require(new LinkedHashSet<>(names).size() == names.size(), "--methods names one twice");
    for (String each : consistencies) {
      require(
          WireName.find(Consistency.class, each).isPresent(),
          "--consistency must be some of " + WireName.list(Consistency.class));
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw CommandException.wrongUse(message);
    }
  }

  /**
   * The rows: one per method, for the diffusion one per consistency.
   *
   * @throws io.diffsr.request.InvalidJobException where the options break the rules
   */
  List<ComparedMethod> methods(UpscaleRules rules) {
    List<ComparedMethod> methods = new ArrayList<>();
    for (String name : names) {
      boolean plain = name.equals(UpscaleRules.DIFF_SR);
      for (String each : plain ? consistencies : consistencies.subList(0, 1)) {
        String row = plain ? "%s (%s)".formatted(name, each) : name;
        ComparedMethod method = new ComparedMethod(row, options(name, each), rules);
        method.requireSound();
        methods.add(method);
      }
    }
    return methods;
  }

  /** The row's own options over those of all. */
  private UpscaleOptions options(String row, String consistency) {
    List<String> parts = List.of(row.split(":"));
    UpscaleOptions common = common(parts.get(0), consistency);
    Map<String, Object> own = new LinkedHashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      String[] pair = part.split("=", 2);
      require(pair.length == 2, "--methods: '%s' is not OPTION=VALUE".formatted(part));
      own.put(component(pair[0]), pair[1]);
    }
    ObjectMapper mapper = new ObjectMapper();
    Map<String, Object> all = mapper.convertValue(common, new TypeReference<>() {});
    all.putAll(own);
    try {
      return mapper.convertValue(all, UpscaleOptions.class);
    } catch (IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw CommandException.wrongUse("--methods: %s: %s".formatted(row, reason));
    }
  }

  private static String component(String wireName) {
    return RequestField.of(UpscaleOptions.class).stream()
        .filter(field -> field.wireName().equals(wireName))
        .map(RequestField::name)
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.wrongUse(
                    "--methods: there is no option '%s'".formatted(wireName)));
  }

  private UpscaleOptions common(String method, String consistency) {
    boolean weighs =
        method.equals(UpscaleRules.DIFF_SR) && !consistency.equals(Consistency.NONE.wireName());
    return UpscaleOptionsBuilder.builder(arguments.options())
        .method(method)
        .consistency(consistency)
        .noiseSigma(weighs ? noiseSigma : null)
        .start(method.equals(UpscaleRules.DIFF_SR) ? arguments.options().start() : null)
        .fidelity(UpscaleRules.ofModel(method) ? arguments.options().fidelity() : null)
        .seed(seed)
        .build();
  }

  /** What was run, on what, for the head of the report. */
  Map<String, String> facts(String pictures, String executionProvider, UpscaleRules rules) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("pictures", pictures);
    facts.put(
        "low resolution",
        "round(side / scale), antialiased bicubic shrinking A, 8 bit"
            + jpegQuality.map(", JPEG 4:2:0 of quality %d"::formatted).orElse(""));
    if (names.contains(UpscaleRules.DIFF_SR)) {
      UpscaleOptions options = arguments.options();
      UpscaleSpec spec = rules.specify(options, 1, 1);
      facts.put("model", spec.model() + " on " + executionProvider);
      facts.put(
          "sampler",
          "%s, %s steps%s"
              .formatted(
                  spec.sampler().wireName(),
                  spec.steps() == null ? "automatic" : spec.steps(),
                  options.eta() == null ? "" : ", eta " + options.eta()));
      facts.put(
          "start",
          spec.noiseLevel() == null
              ? "chosen by the recoverable field"
              : "noise level " + spec.noiseLevel());
    }
    if (inputNoise > 0 || noiseSigma > 0) {
      facts.put("noise of the input", "%s; diff-sr assumes %s".formatted(inputNoise, noiseSigma));
    }
    facts.put("seed", String.valueOf(seed));
    return facts;
  }

  /** The model that runs. */
  String model(UpscaleRules rules) {
    return rules.specify(arguments.options(), 1, 1).model();
  }
}
