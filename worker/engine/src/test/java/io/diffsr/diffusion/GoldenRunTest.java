package io.diffsr.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Repeats reference runs of the diffusers schedulers. System property {@code diffsr.golden} names a
 * folder of such files; by default it is the one among the test resources.
 */
class GoldenRunTest {
  private static final float TOLERANCE = 1e-4f;
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @TestFactory
  Stream<DynamicTest> runsGiveWhatDiffusersGives() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode file : files()) {
      for (JsonNode each : file.path("cases")) {
        GoldenRun run = JSON.treeToValue(each, GoldenRun.class);
        tests.add(DynamicTest.dynamicTest(run.name(), () -> assertRepeats(run)));
      }
    }
    assertFalse(tests.isEmpty(), "there are no golden runs");
    return tests.stream();
  }

  @Test
  void schedulesHaveTheAlphasOfDiffusers() throws Exception {
    int compared = 0;
    for (JsonNode file : files()) {
      Map<String, Map<Integer, Double>> schedules =
          JSON.convertValue(file.path("alphas_cumprod"), new TypeReference<>() {});
      if (schedules == null) {
        continue;
      }
      for (Map.Entry<String, Map<Integer, Double>> each : schedules.entrySet()) {
        NoiseSchedule schedule =
            NoiseSchedule.of(
                SchedulerConfig.of(
                    JSON.readValue(each.getKey(), new TypeReference<Map<String, Object>>() {})));
        for (Map.Entry<Integer, Double> point : each.getValue().entrySet()) {
          double expected = point.getValue();
          // Single precision loses digits of 1−β where β is near 1.
          assertEquals(
              expected,
              schedule.alphaCumprod(point.getKey()),
              1e-6 + 1e-4 * expected,
              each.getKey());
          compared++;
        }
      }
    }
    assumeTrue(compared > 0 || folder() == null, "this folder holds runs only");
    assertTrue(compared > 0, "there are no golden schedules");
  }

  private static void assertRepeats(GoldenRun run) {
    GoldenRun.Outcome outcome = run.repeat();
    assertArrayEquals(run.timesteps(), outcome.timesteps(), "timesteps");
    assertArrayEquals(run.noised(), outcome.noised(), TOLERANCE, "noised");
    assertArrayEquals(run.result(), outcome.result(), TOLERANCE, "result");
  }

  private static @Nullable String folder() {
    String folder = System.getProperty("diffsr.golden");
    return folder == null || folder.isBlank() ? null : folder;
  }

  private static List<JsonNode> files() throws IOException, URISyntaxException {
    String folder = folder();
    Path path =
        folder == null
            ? Path.of(Objects.requireNonNull(GoldenRunTest.class.getResource("/golden")).toURI())
            : Path.of(folder);
    List<JsonNode> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(path)) {
      for (Path each : entries.filter(e -> e.toString().endsWith(".json")).sorted().toList()) {
        files.add(JSON.readTree(Files.readAllBytes(each)));
      }
    }
    return files;
  }
}
