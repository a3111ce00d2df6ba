package io.diffsr.cli;

import io.diffsr.evaluation.ComparedMethod;
import io.diffsr.request.Consistency;
import io.diffsr.request.JobRequest;
import io.diffsr.request.JobRules;
import io.diffsr.request.WireName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
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
      description = "Methods of the engine (default: ${DEFAULT-VALUE}).")
  List<String> names;

  @Option(
      names = "--consistency",
      paramLabel = "C",
      split = ",",
      defaultValue = "project",
      description = "project, none, or both for a row each (default: ${DEFAULT-VALUE}).")
  List<String> consistencies;

  @Mixin RunOptions run;

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
      names = "--noise-sigma",
      paramLabel = "S",
      description = "Noise that diff-sr is told of, pixels in 0 to 1 (default: 0).")
  double noiseSigma;

  void requireSound() {
    require(inputNoise >= 0 && inputNoise <= 1, "--input-noise must be 0 to 1");
    for (double scale : scales) {
      require(scale > 1 && scale <= JobRules.MAX_SCALE, "--scales must be above 1, at most 16");
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
   * @throws io.diffsr.request.InvalidJobException where the wishes break the rules
   */
  List<ComparedMethod> methods(JobRules rules) {
    List<ComparedMethod> methods = new ArrayList<>();
    for (String name : names) {
      boolean diffusion = name.equals(JobRules.DIFF_SR);
      for (String each : diffusion ? consistencies : consistencies.subList(0, 1)) {
        String row = diffusion ? "%s (%s)".formatted(name, each) : name;
        ComparedMethod method = new ComparedMethod(row, request(name, each), rules);
        method.requireSound();
        methods.add(method);
      }
    }
    return methods;
  }

  private JobRequest request(String method, String consistency) {
    boolean weighs =
        method.equals(JobRules.DIFF_SR) && consistency.equals(Consistency.PROJECT.wireName());
    return new JobRequest(
        null,
        null,
        null,
        method,
        run.model.orElse(null),
        run.noiseLevel.orElse(null),
        null,
        run.sampler.orElse(null),
        run.steps.orElse(null),
        run.eta.orElse(null),
        consistency,
        weighs ? noiseSigma : null,
        seed,
        run.samples.orElse(null),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** What was run, on what, for the head of the report. */
  Map<String, String> facts(String pictures, String executionProvider, JobRules rules) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("pictures", pictures);
    facts.put("low resolution", "round(side / scale), antialiased bicubic shrinking A, 8 bit");
    if (names.contains(JobRules.DIFF_SR)) {
      facts.put("model", model(rules) + " on " + executionProvider);
      facts.put(
          "sampler",
          "%s, %s steps%s"
              .formatted(
                  run.sampler.orElse("dpmpp_2m"),
                  run.steps.map(String::valueOf).orElse("10"),
                  run.eta.map(value -> ", eta " + value).orElse("")));
      facts.put(
          "start",
          run.noiseLevel
              .map(level -> "noise level " + level)
              .orElse("chosen by the recoverable field"));
    }
    if (inputNoise > 0 || noiseSigma > 0) {
      facts.put(
          "noise of the input", "%s; diff-sr is told of %s".formatted(inputNoise, noiseSigma));
    }
    facts.put("seed", String.valueOf(seed));
    return facts;
  }

  /** The model that runs. */
  String model(JobRules rules) {
    return run.model.orElse(rules.models().get(0));
  }
}
