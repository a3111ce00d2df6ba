package io.diffsr.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.endtoend.Stack;
import io.diffsr.faults.FaultRun.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short run in every build; deploy/fault-run makes long ones of it. */
class FaultRunTest {
  @Test
  void nothingIsLostDoubledOrWrongWhilePartsDieFreezeAndAreCutOff() throws Exception {
    Settings settings =
        new Settings(
            Long.getLong("diffsr.faults.seed", 20),
            Integer.getInteger("diffsr.faults.jobs", 150),
            Integer.getInteger("diffsr.faults.number", 20),
            Duration.ofMillis(Long.getLong("diffsr.faults.every-millis", 5_000)),
            Duration.ofSeconds(Long.getLong("diffsr.faults.longest-seconds", 10)));
    FaultReport report;
    try (FaultRun run = new FaultRun(settings)) {
      report = run.run();
    }
    Path file = Stack.ROOT.resolve("target/faults/seed-" + settings.seed() + ".md");
    Files.createDirectories(file.getParent());
    Files.writeString(file, report.text());
    assertEquals(List.of(), report.violations(), report::text);
    assertEquals(List.of(), report.accidents(), report::text);
  }
}
