package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.picture.Picture;
import io.diffsr.run.CanceledException;
import io.diffsr.testing.MethodFolders;
import io.diffsr.upscale.TestRuns.Witness;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network of fixed cost. */
class SimulatedTest {
  private static final Picture INPUT = TestRuns.picture(9, 7, 3, 0.5);

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    MethodFolders.simulated(folder, "fixed", 3, 4);
  }

  private UpscaleResult run(String method, Witness witness) {
    return MethodRuns.run(folder, TestRuns.spec(18, 14).method(method).build(), INPUT, witness);
  }

  @Test
  void takesItsTimeAndAnswersAsPinvDoes() {
    UpscaleResult simulated = run("fixed", new Witness());
    assertEquals(3, simulated.report().networkCalls());
    assertTrue(simulated.report().networkSeconds() >= 0.012);
    assertArrayEquals(run("pinv", new Witness()).bytes(), simulated.bytes());
  }

  @Test
  void endsBetweenCallsWhereItIsCanceled() {
    Witness witness = new Witness(2);
    assertThrows(CanceledException.class, () -> run("fixed", witness));
    assertEquals(2, witness.reports.get(witness.reports.size() - 1).networkCalls());
  }
}
