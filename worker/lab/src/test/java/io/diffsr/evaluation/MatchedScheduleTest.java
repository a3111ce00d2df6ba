package io.diffsr.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.BetaSchedule;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.SchedulerConfig;
import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.NetworkTile;
import io.diffsr.model.StartNetworks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatchedScheduleTest {
  private static final SchedulerConfig CONFIG =
      SchedulerConfig.of(Map.of("beta_schedule", "scaled_linear"));
  private static final NoiseSchedule OWN = NoiseSchedule.of(CONFIG);

  @Test
  void aScheduleMatchesItself() {
    int[] matched = MatchedSchedule.matched(OWN, OWN);
    for (int t = 0; t < matched.length; t++) {
      assertEquals(t, matched[t]);
    }
  }

  /** Within the range of the network's own schedule nothing is nearer than what is chosen. */
  @ParameterizedTest
  @EnumSource(BetaSchedule.class)
  void theNetworkIsToldTheTimestepOfNearestSnr(BetaSchedule schedule) {
    List<Integer> timesteps = new ArrayList<>();
    DiffusionModel model =
        new DiffusionModel(
            "echo",
            CONFIG,
            RecoverableFieldCalibration.defaults(),
            (samples, batch, height, width, timestep) -> {
              timesteps.add(timestep);
              return samples;
            },
            3,
            new NetworkTile(16, 4),
            "cpu",
            StartNetworks.NONE,
            "weights");
    DiffusionModel other = MatchedSchedule.of(model, schedule);
    assertEquals(schedule, other.scheduler().betaSchedule());
    NoiseSchedule others = NoiseSchedule.of(other.scheduler());
    for (int t = 0; t < others.timesteps(); t += 37) {
      other.denoiser().predict(new float[3], 1, 1, 1, t);
      int chosen = timesteps.get(timesteps.size() - 1);
      double distance = distance(others, t, chosen);
      if (chosen > 0) {
        assertTrue(distance <= distance(others, t, chosen - 1) + 1e-12);
      }
      if (chosen < OWN.timesteps() - 1) {
        assertTrue(distance <= distance(others, t, chosen + 1) + 1e-12);
      }
    }
  }

  private static double distance(NoiseSchedule others, int t, int own) {
    return Math.abs(others.lambda(t) - OWN.lambda(own));
  }
}
