package io.diffsr.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.batch.BatchPlan;
import io.diffsr.batch.BatchSummary;
import io.diffsr.batch.ResultFiles;
import io.diffsr.request.OutputFormat;
import io.diffsr.request.WireName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Pictures in, enlarged pictures out. */
@Command(name = "upscale", modelTransformer = JobFields.AddedOptions.class)
final class UpscaleJobCommand implements Callable<Integer> {
  private static final String KEY = "DIFFSR_API_KEY";

  @Parameters(paramLabel = "IN", arity = "1..*")
  List<String> in = List.of();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE")
  Optional<Path> out = Optional.empty();

  @Option(names = "--force")
  boolean force;

  @Option(names = "--at-once", paramLabel = "N", defaultValue = "4")
  int atOnce;

  @Mixin ServiceOptions service;

  @Option(names = "--service", paramLabel = "URL")
  Optional<URI> url = Optional.empty();

  @Option(names = "--key-file", paramLabel = "FILE")
  Optional<Path> keyFile = Optional.empty();

  @Option(names = {"-q", "--quiet"})
  boolean quiet;

  @Spec CommandSpec spec;

  /** What is to be done once there is a service. */
  @FunctionalInterface
  private interface Work {
    int on(ServiceJob jobs) throws IOException, InterruptedException;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<String> key = key();
    Work work = BatchPlan.isMeant(in, out) ? several() : one(Path.of(in.get(0)));
    Optional<URI> running = url.or(() -> new RunningService(service.dataFolder()).find());
    if (running.isPresent()) {
      return carryOut(work, running.get(), key);
    }
    try (ServiceProcesses started =
        ServiceProcesses.start(ServicePlan.forOneJob(service), this::report)) {
      Thread watcher = new Thread(() -> exitOnFailure(started), "diffsr-watch");
      watcher.setDaemon(true);
      watcher.start();
      return carryOut(work, started.url(), key);
    }
  }

  private int carryOut(Work work, URI address, Optional<String> key)
      throws IOException, InterruptedException {
    try (ServiceClient client = new ServiceClient(address, atOnce, key);
        ServiceJob jobs = new ServiceJob(client)) {
      return work.on(jobs);
    }
  }

  /** Of the file, else of the environment: not of the command line, which others can read. */
  private Optional<String> key() throws IOException {
    if (keyFile.isEmpty()) {
      return Optional.ofNullable(System.getenv(KEY)).filter(text -> !text.isBlank());
    }
    if (!Files.isReadable(keyFile.get())) {
      throw wrongUse("cannot read " + keyFile.get());
    }
    return Optional.of(Files.readString(keyFile.get()).strip());
  }

  /** Without this, a job whose worker cannot live would be waited for without end. */
  private static void exitOnFailure(ServiceProcesses started) {
    try {
      started.awaitFailure();
      System.exit(DiffSrCommand.FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(String line) {
    if (!quiet) {
      System.err.println(line);
    }
  }

  private ProgressBar bar() {
    return new ProgressBar(System.err, Boolean.getBoolean("diffsr.terminal"), quiet);
  }

  private Map<String, String> fields() {
    return JobFields.form(spec.commandLine().getParseResult(), out);
  }

  private Work one(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw wrongUse("cannot read " + file);
    }
    out.ifPresent(UpscaleJobCommand::requireFolder);
    return jobs -> {
      long start = System.nanoTime();
      ProgressBar bar = bar();
      JsonNode ended = jobs.run(file, fields(), bar);
      bar.clear();
      Path target = out.orElseGet(() -> besideInput(file, ended));
      jobs.writeResult(ended, target);
      if (!quiet) {
        JobReport.print(ended, target, (System.nanoTime() - start) / 1e9, System.out);
      }
      return DiffSrCommand.OK;
    };
  }

  private Work several() {
    if (atOnce < 1) {
      throw wrongUse("--at-once must be at least 1");
    }
    Map<String, String> fields = fields();
    BatchPlan plan;
    try {
      String format = fields.getOrDefault(JobFields.OUTPUT_FORMAT, OutputFormat.PNG.wireName());
      plan = BatchPlan.of(in, out, OutputFormat.named(format));
    } catch (IllegalArgumentException e) {
      throw wrongUse(String.valueOf(e.getMessage()));
    }
    return jobs -> {
      long start = System.nanoTime();
      BatchSummary summary = new BatchSummary(plan.tasks().size());
      new BatchUpscale(jobs, fields, force, summary, bar()).run(plan, atOnce);
      if (!quiet || summary.hasFailures()) {
        System.out.print(summary.text((System.nanoTime() - start) / 1e9));
      }
      boolean all = !summary.hasFailures() && summary.ended() == summary.all();
      return all ? DiffSrCommand.OK : DiffSrCommand.FAILED;
    };
  }

  private static DiffSrCommandException wrongUse(String message) {
    return new DiffSrCommandException(DiffSrCommand.WRONG_USE, message);
  }

  private static void requireFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw wrongUse("cannot write to " + file);
    }
  }

  private static Path besideInput(Path file, JsonNode ended) {
    JsonNode result = ended.path("result");
    return ResultFiles.beside(
        file,
        result.path("width").asInt(),
        result.path("height").asInt(),
        WireName.find(OutputFormat.class, ended.path("output_format").asText())
            .orElse(OutputFormat.PNG));
  }
}
