package io.diffsr.method.simulated;

import io.diffsr.method.start.Start;
import io.diffsr.model.SimulatedModel;
import io.diffsr.resample.Degradation;
import io.diffsr.run.RunContext;
import java.util.concurrent.locks.LockSupport;

/** Takes as long as a network would, and answers with A⁺y. */
public record Simulated(SimulatedModel model) implements Start {
  private static final int CHANNELS = 3;

  @Override
  public float[] enlarge(float[] low, Degradation size, RunContext context) {
    for (int i = 0; i < model.calls(); i++) {
      context.cancellation().requireNone();
      var unused =
          context
              .report()
              .call(
                  () -> {
                    await(System.nanoTime() + model.perCall().toNanos());
                    return low;
                  });
      context.report().called(1);
    }
    return size.pseudoInverse(low, CHANNELS);
  }

  /** A parked thread may wake early. */
  private static void await(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public int calls(Degradation size) {
    return model.calls();
  }

  @Override
  public String identity() {
    return model.weights();
  }
}
