package io.diffsr.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  /** Gateways of one machine have one folder. */
  @Test
  void aStartRemovesWhatWasLeftAndNothingThatIsUnderWay(@TempDir Path folder) throws IOException {
    Path left = Files.createFile(folder.resolve("left.upload"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    Path underWay = Files.createFile(folder.resolve("under-way.upload"));
    LimitSettings limits =
        new SmallRyeConfigBuilder()
            .withMapping(LimitSettings.class)
            .build()
            .getConfigMapping(LimitSettings.class);
    new Uploads(folder, limits, new SimpleMeterRegistry()).started(new StartupEvent());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(underWay), files.toList());
    }
  }
}
