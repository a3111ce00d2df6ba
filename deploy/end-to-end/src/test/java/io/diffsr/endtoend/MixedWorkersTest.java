package io.diffsr.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.endtoend.Stack.Running;
import io.diffsr.testing.PictureFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers of different kinds side by side, and one that cannot start at all. */
class MixedWorkersTest {
  private static final Map<String, String> DIFFUSION = Map.of("scale", "1.5", "steps", "2");
  private static final Map<String, String> PLAIN = Map.of("scale", "1.5", "method", "bicubic");
  private static final byte[] PICTURE = PictureFiles.disc(48, 40);

  @TempDir Path folder;

  private final List<Running> started = new ArrayList<>();

  @AfterEach
  void stop() {
    Collections.reverse(started);
    started.forEach(Running::close);
  }

  private Running kept(Running running) {
    started.add(running);
    return running;
  }

  @Test
  void aJobWaitsForAWorkerThatHasItsModelAndSpendsNoAttemptOnOneThatHasNot() throws Exception {
    Running gateway = kept(Stack.shared().gateway());
    Path noModels = Files.createDirectories(folder.resolve("models"));
    kept(Stack.shared().worker(Map.of("DIFFSR_WORKER_MODELS", noModels.toString())));

    String diffusion = gateway.api().submit(PICTURE, DIFFUSION);
    String plain = gateway.api().submit(PICTURE, PLAIN);
    gateway.api().awaitStatus(plain, "succeeded");
    JsonNode waiting = gateway.api().job(diffusion);
    assertEquals("queued", waiting.path("status").asText());
    assertEquals(0, waiting.path("attempt").asInt());
    assertEquals("network", waiting.path("waiting_for").path("reason").asText());
    assertEquals(1, gateway.metric("diffsr_jobs_without_worker", ""));

    kept(Stack.shared().worker());
    JsonNode job = gateway.api().awaitStatus(diffusion, "succeeded");
    assertEquals(1, job.path("attempt").asInt());
    assertTrue(job.path("waiting_for").isMissingNode());
  }

  @Test
  void aWorkerWhoseNativeLibraryDoesNotLoadEndsWithOneLine() throws Exception {
    Running worker =
        Stack.shared()
            .startWorker(
                Map.of("JAVA_TOOL_OPTIONS", "-Donnxruntime.native.path=" + broken("onnxruntime")));
    try (worker) {
      IllegalStateException ended =
          assertThrows(
              IllegalStateException.class,
              () -> worker.process().awaitReady(() -> false, Duration.ofMinutes(2)));
      assertTrue(ended.getMessage().contains("exit code 1"), ended::getMessage);
      List<String> lines =
          Files.readAllLines(worker.process().log()).stream()
              .filter(line -> line.contains("cannot start"))
              .toList();
      assertEquals(1, lines.size(), lines::toString);
    }
  }

  /** A folder with a file that is no library. */
  private Path broken(String library) throws Exception {
    Path natives = Files.createDirectories(folder.resolve("natives"));
    Files.writeString(natives.resolve(System.mapLibraryName(library)), "not a library");
    return natives;
  }
}
