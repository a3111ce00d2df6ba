package io.diffsr.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** How the diffusion is run; the service's fields of the same names. */
final class RunOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "A folder of the model repository (default: diffsr-small).")
  Optional<String> model = Optional.empty();

  @Option(
      names = "--noise-level",
      paramLabel = "L",
      description = "Start timestep as a fraction of T; else the picture decides.")
  Optional<Double> noiseLevel = Optional.empty();

  @Option(names = "--sampler", paramLabel = "S", description = "dpmpp_2m (default), ddim or ddpm.")
  Optional<String> sampler = Optional.empty();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Network calls per pixel (default: 10).")
  Optional<Integer> steps = Optional.empty();

  @Option(
      names = "--eta",
      paramLabel = "E",
      description = "0 to 1, fresh noise per ddim step (default: 0).")
  Optional<Double> eta = Optional.empty();

  @Option(
      names = "--samples",
      paramLabel = "K",
      description = "1 to 16: the mean of K results (default: 1).")
  Optional<Integer> samples = Optional.empty();
}
