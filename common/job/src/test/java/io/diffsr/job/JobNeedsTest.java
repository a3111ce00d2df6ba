package io.diffsr.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.request.InputPicture;
import io.diffsr.request.JobRequestBuilder;
import io.diffsr.request.JobRules;
import io.diffsr.request.JobSpec;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.request.UpscaleRules;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobNeedsTest {
  private static final JobRules RULES =
      new JobRules(
          new UpscaleRules(
              10_000_000, 2L << 30, List.of("faces"), List.of("imdn", "sharp"), () -> 1L),
          null);

  @ParameterizedTest
  @CsvSource({
    ", , faces, ",
    "diff-sr, predictor, faces, ",
    "diff-sr, sharp, faces, sharp",
    "predictor, , faces, ",
    "imdn, , imdn, ",
    "pinv, , , "
  })
  void aJobNeedsItsModelAndTheNetworkThatItStartsFrom(
      String method, String start, String network, String startNetwork) {
    JobNeeds needs =
        JobNeeds.of(
            RULES.specify(
                JobSpec.DEFAULT_TENANT,
                JobRequestBuilder.builder()
                    .upscale(UpscaleOptionsBuilder.builder().method(method).start(start).build())
                    .build(),
                new InputPicture("in", "image/png", 45, 30, 1000, false, List.of())));
    assertEquals(network, needs.network());
    assertEquals(startNetwork, needs.startNetwork());
    assertEquals(90L * 60, needs.outputPixels());
  }
}
