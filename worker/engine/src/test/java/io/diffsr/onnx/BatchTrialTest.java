package io.diffsr.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTrialTest {
  /** Milliseconds that a call of 1, 2 and 4 tiles takes, and what is best. */
  @ParameterizedTest
  @CsvSource({
    "100, 200, 400, 1", // no gain
    "100, 196, 390, 1", // a gain that may be noise
    "100, 170, 300, 4",
    "100, 150, 400, 2",
    "100, 210, 300, 4", // two tiles do not fit the processor, four do
    "1500, 10, 10, 1", // too slow to be tried
  })
  void itTakesTheBatchOfLeastTimePerTile(long one, long two, long four, int best) {
    AtomicLong clock = new AtomicLong();
    BatchTrial trial =
        new BatchTrial(
            (samples, batch, height, width, timestep) -> {
              clock.addAndGet(1_000_000 * (batch == 1 ? one : batch == 2 ? two : four));
              return samples;
            },
            3,
            8,
            clock::get);
    assertEquals(best, trial.best());
  }
}
