package io.diffsr.cli;

import io.diffsr.job.Provenance;
import io.diffsr.job.Sha256;
import io.diffsr.job.UpscaleReport;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.upscale.UpscaleResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a result of a service again, and says whether it has the same bytes. */
@Command(
    name = "rerun",
    description =
        "Make a result of a service again by its receipt: the same bytes, or what differs.")
final class RerunCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "RECEIPT",
      description = "The answer of /v1/jobs/ID/receipt, as a file.")
  Path receipt;

  @Parameters(index = "1", paramLabel = "IN", description = "The picture that was enlarged.")
  Path in;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to write the result.")
  Optional<Path> out = Optional.empty();

  @Mixin EngineOptions engine;

  @Override
  public Integer call() {
    Receipt then = Receipt.read(receipt);
    InputFile input = InputFile.read(in);
    out.ifPresent(WholeFile::requireWritable);
    UpscaleResult result;
    try (ModelRepository models = engine.load()) {
      ProgressLine bar = engine.progress();
      result =
          new PictureUpscaler(models, input.bytes(), then.options())
              .run((share, step) -> bar.show("rerun", share, step));
      bar.clear();
    }
    out.ifPresent(file -> WholeFile.write(file, result.bytes()));
    UpscaleReport report = result.report();
    Provenance made = Objects.requireNonNull(report.provenance());
    List<String> differences =
        then.differences(
            made.engineVersion(),
            report.executionProvider(),
            made.inputSha256(),
            made.weights(),
            made.start(),
            made.fingerprint());
    String digest = new Sha256().update(result.bytes()).hex();
    boolean same = digest.equals(then.resultSha256());
    System.out.println(
        same
            ? "the same bytes: " + digest
            : "other bytes: %s then, %s now".formatted(then.resultSha256(), digest));
    differences.forEach(line -> System.out.println("  " + line));
    if (!same && differences.isEmpty()) {
      System.out.println(
          "  nothing that the receipt names differs: another kind of processor, perhaps");
    }
    return same ? EngineCommand.OK : EngineCommand.FAILED;
  }
}
