package io.diffsr.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.endtoend.Stack;
import io.diffsr.testing.PictureFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Made by deploy/benchmark service; no part of a build. */
class ServiceBenchmark {
  private static final int EDGE = 256;

  @Test
  void measuresTheServiceBesideItsNetworks() throws Exception {
    int[] workers =
        Arrays.stream(System.getProperty("diffsr.benchmark.workers", "1,2,4,8,16,32").split(","))
            .mapToInt(Integer::parseInt)
            .toArray();
    try (Installation installation = new Installation()) {
      Percentiles claim = Claims.measure(installation);
      List<Throughput.Level> throughput = new ArrayList<>();
      for (int each : workers) {
        throughput.add(Throughput.measure(installation, each));
      }
      Percentiles cancel = Cancels.measure(installation);
      Readers.Figures readers = Readers.measure(installation);
      Submissions.Figures submissions =
          Submissions.measure(installation, PictureFiles.png(EDGE, EDGE));
      write(
          new ServiceFigures(
              Runtime.getRuntime().availableProcessors(),
              claim,
              cancel,
              throughput,
              submissions,
              readers));
    }
  }

  private static void write(ServiceFigures figures) throws Exception {
    Path folder = Stack.ROOT.resolve("target/benchmarks");
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("service.json"),
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
    Files.writeString(folder.resolve("service.txt"), figures.text());
  }
}
