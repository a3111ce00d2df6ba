package io.diffsr.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A picture in, an enlarged picture out. */
@Command(name = "upscale", modelTransformer = JobFields.AddedOptions.class)
final class UpscaleJobCommand implements Callable<Integer> {
  private static final Set<String> ENDS = Set.of("succeeded", "failed", "canceled", "expired");
  private static final long POLL_MILLIS = 500;

  /** Usual endings that are not the format's own name. */
  private static final Map<String, String> EXTENSIONS = Map.of("jpeg", "jpg", "tiff", "tif");

  @Parameters(paramLabel = "IN")
  Path in;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE")
  Optional<Path> out = Optional.empty();

  @Mixin ServiceOptions service;

  @Option(names = "--service", paramLabel = "URL")
  Optional<URI> url = Optional.empty();

  @Option(names = {"-q", "--quiet"})
  boolean quiet;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isRegularFile(in) || !Files.isReadable(in)) {
      throw new DiffSrCommandException(DiffSrCommand.WRONG_USE, "cannot read " + in);
    }
    out.ifPresent(UpscaleJobCommand::requireFolder);
    Optional<URI> running = url.or(() -> new RunningService(service.dataFolder()).find());
    if (running.isPresent()) {
      return upscale(running.get());
    }
    try (ServiceProcesses started =
        ServiceProcesses.start(ServicePlan.forOneJob(service), this::report)) {
      Thread watcher = new Thread(() -> exitOnFailure(started), "diffsr-watch");
      watcher.setDaemon(true);
      watcher.start();
      return upscale(started.url());
    }
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

  private static void requireFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
      throw new DiffSrCommandException(DiffSrCommand.WRONG_USE, "cannot write to " + file);
    }
  }

  private void report(String line) {
    if (!quiet) {
      System.err.println(line);
    }
  }

  private int upscale(URI address) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Map<String, String> fields = JobFields.form(spec.commandLine().getParseResult(), out);
    try (ServiceClient client = new ServiceClient(address)) {
      JsonNode accepted = client.submit(in, fields);
      String id = accepted.path("id").asText();
      Thread cancel = new Thread(() -> cancel(client, id), "diffsr-cancel");
      Runtime.getRuntime().addShutdownHook(cancel);
      JsonNode ended = follow(client, id);
      Runtime.getRuntime().removeShutdownHook(cancel);
      if (!ended.path("status").asText().equals("succeeded")) {
        throw new DiffSrCommandException(
            DiffSrCommand.FAILED,
            "the job has %s: %s"
                .formatted(
                    ended.path("status").asText(),
                    ended.path("error").path("message").asText("no reason was given")));
      }
      Path file = out.orElseGet(() -> besideInput(ended));
      write(client.result(id), file);
      if (ended.path("urls").has("uncertainty")) {
        write(client.uncertainty(id), JobReport.uncertaintyBeside(file));
      }
      if (!quiet) {
        JobReport.print(ended, file, (System.nanoTime() - start) / 1e9, System.out);
      }
      return DiffSrCommand.OK;
    }
  }

  /** Whoever presses Ctrl-C does not want the job any more. */
  private static void cancel(ServiceClient client, String id) {
    try {
      client.cancel(id);
    } catch (IOException e) {
      // The service may have gone first; its job is then released and runs at the next start.
    }
  }

  private JsonNode follow(ServiceClient client, String id)
      throws IOException, InterruptedException {
    ProgressBar bar = new ProgressBar(System.err, !quiet && Boolean.getBoolean("diffsr.terminal"));
    while (true) {
      try {
        client.follow(
            id,
            job -> {
              if (!quiet && job.path("status").asText().equals("queued")) {
                bar.state("waiting for a worker");
              }
            },
            progress -> {
              if (!quiet) {
                bar.progress(progress);
              }
            });
      } catch (IOException e) {
        // The stream broke; the job goes on, and the poll below shows whether the service does.
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      JsonNode job = client.job(id);
      if (ENDS.contains(job.path("status").asText())) {
        bar.clear();
        return job;
      }
    }
  }

  private Path besideInput(JsonNode ended) {
    String name = String.valueOf(in.getFileName());
    int dot = name.lastIndexOf('.');
    String format = ended.path("output_format").asText();
    String extension = EXTENSIONS.getOrDefault(format, format);
    JsonNode result = ended.path("result");
    return in.resolveSibling(
        "%s-%dx%d.%s"
            .formatted(
                dot > 0 ? name.substring(0, dot) : name,
                result.path("width").asInt(),
                result.path("height").asInt(),
                extension));
  }

  /** Never leaves half a file under the name that was asked for. */
  private static void write(byte[] bytes, Path file) throws IOException {
    Path half = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.write(half, bytes);
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }
}
