package io.diffsr.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.endtoend.Stack.Running;
import io.diffsr.picture.heif.HeifProgram;
import io.diffsr.testing.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures of kinds that were handled wrongly once: the same answer from the service and engine.
 */
class PictureCasesTest {
  private static final Path CASES = Stack.ROOT.resolve("common/picture/src/test/resources/cases");
  private static final Path HEIF = CASES.resolveSibling("heif");
  private static final boolean HEIF_READ = HeifProgram.find("auto").isPresent();
  private static final Map<String, Integer> REFUSALS = Map.of("damaged", 422, "unsupported", 415);

  private record Case(String file, String outcome, String warning) {
    static Case of(String line) {
      String[] parts = line.split(",", -1);
      return new Case(parts[0], parts[1], parts[2]);
    }

    boolean enlarged() {
      return outcome.equals("enlarged");
    }
  }

  private static List<Case> cases() throws IOException {
    return Files.readAllLines(CASES.resolve("outcomes.csv")).stream()
        .skip(1)
        .map(Case::of)
        .toList();
  }

  @Test
  void overHttp() throws Exception {
    try (Running gateway = Stack.shared().gateway();
        Running worker = Stack.shared().worker()) {
      assertTrue(worker.port() > 0);
      Api api = gateway.api();
      Map<Case, String> accepted = new java.util.LinkedHashMap<>();
      for (Case each : cases()) {
        byte[] file = Files.readAllBytes(CASES.resolve(each.file()));
        Api.Answer answer = api.post(file, Map.of("scale", "1.5", "method", "pinv"));
        if (each.enlarged()) {
          assertEquals(202, answer.status(), each + ": " + answer.body());
          accepted.put(each, answer.json().path("id").asText());
        } else {
          assertEquals(REFUSALS.get(each.outcome()), answer.status(), each + ": " + answer.body());
          assertEquals("application/problem+json", answer.headers().get("content-type"));
        }
      }
      for (Map.Entry<Case, String> each : accepted.entrySet()) {
        JsonNode job = api.awaitStatus(each.getValue(), "succeeded");
        List<String> codes = new ArrayList<>();
        job.path("warnings").forEach(warning -> codes.add(warning.path("code").asText()));
        assertEquals(each.getKey().warning(), String.join("+", codes), each.getKey().file());
        assertTrue(PictureFiles.read(api.result(each.getValue())).getWidth() > 0);
      }
      for (String name : List.of("photo.avif", "photo.heic", "two-with-opacity.heic")) {
        heif(api, name);
      }
    }
  }

  /** What libheif's program reads is refused where it is not. */
  private static void heif(Api api, String name) throws Exception {
    Api.Answer answer =
        api.post(Files.readAllBytes(HEIF.resolve(name)), Map.of("scale", "2", "method", "pinv"));
    assertEquals(HEIF_READ ? 202 : 415, answer.status(), answer.body());
    if (HEIF_READ) {
      boolean two = name.startsWith("two");
      // Known as soon as the picture has come.
      assertEquals(two ? 1 : 0, answer.json().path("warnings").size(), answer.body());
      String id = answer.json().path("id").asText();
      JsonNode job = api.awaitStatus(id, "succeeded");
      assertEquals(two ? 1 : 0, job.path("warnings").size(), job.toString());
      assertEquals(two ? 96 : 64, PictureFiles.read(api.result(id)).getWidth());
    }
  }

  @Test
  void heicByTheEnginesCommand(@TempDir Path folder) throws Exception {
    Path result = folder.resolve("out.jpg");
    Path said = folder.resolve("said");
    Process process =
        engine(said, HEIF.resolve("photo.heic").toString(), "--out", result.toString()).start();
    assertEquals(HEIF_READ ? 0 : 1, process.waitFor(), Files.readString(said));
    assertEquals(HEIF_READ, Files.exists(result), Files.readString(said));
  }

  @Test
  void byTheEnginesCommand(@TempDir Path folder) throws Exception {
    Path results = folder.resolve("results");
    Path said = folder.resolve("said");
    Process process = engine(said, CASES.toString(), "--out", results.toString()).start();
    assertEquals(1, process.waitFor(), Files.readString(said));
    String text = Files.readString(said);
    for (Case each : cases()) {
      String name = each.file().substring(0, each.file().lastIndexOf('.')) + ".png";
      assertEquals(each.enlarged(), Files.exists(results.resolve(name)), each + text);
      assertEquals(!each.enlarged(), text.contains("failed: " + CASES.resolve(each.file())), text);
    }
    assertFalse(text.contains("Exception"), text);
  }

  private static ProcessBuilder engine(Path said, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddiffsr.root=" + Stack.ROOT,
                "-cp",
                Stack.ROOT.resolve("worker/lab/target/program") + "/*",
                "io.diffsr.cli.EngineCommand",
                "upscale",
                "--scale",
                "1.5",
                "--method",
                "pinv"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
  }
}
