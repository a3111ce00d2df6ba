package io.diffsr.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.request.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrajectoryTest {
  private static final SchedulerConfig CONFIG = TestConfigs.paper();
  private static final NoiseSchedule SCHEDULE = NoiseSchedule.of(CONFIG);

  @ParameterizedTest
  @EnumSource
  void thereAreAsManyCallsAsAskedForWhereThereAreAsManyTimesteps(Sampler sampler) {
    for (int start : new int[] {0, 1, 5, 60, 277, 999}) {
      for (int steps : new int[] {1, 2, 3, 8, 10, 50, 1000}) {
        int[] timesteps =
            ReverseDiffusion.of(sampler, SCHEDULE, CONFIG, start, steps, 0).timesteps();
        assertEquals(Math.min(steps, start + 1), timesteps.length);
        assertEquals(start, timesteps[0]);
        assertTrue(timesteps.length == 1 || timesteps[timesteps.length - 1] == 0);
        for (int i = 1; i < timesteps.length; i++) {
          assertTrue(timesteps[i] < timesteps[i - 1]);
        }
      }
    }
  }

  @Test
  void theSolverGoesEvenlyInLambda() {
    int[] timesteps = Trajectory.evenInLambda(SCHEDULE, 400, 0, 8).timesteps();
    double stride = (SCHEDULE.lambda(0) - SCHEDULE.lambda(400)) / 7;
    for (int i = 0; i < 8; i++) {
      double ideal = SCHEDULE.lambda(400) + i * stride;
      double distance = Math.abs(SCHEDULE.lambda(timesteps[i]) - ideal);
      int lower = Math.max(timesteps[i] - 1, 0);
      assertTrue(distance <= Math.abs(SCHEDULE.lambda(lower) - ideal));
      assertTrue(distance <= Math.abs(SCHEDULE.lambda(timesteps[i] + 1) - ideal));
    }
  }

  @Test
  void ddimGoesEvenlyInTime() {
    assertArrayEquals(
        new int[] {300, 225, 150, 75, 0}, Trajectory.even(SCHEDULE, 300, 5).timesteps());
  }

  @Test
  void startsAndStepsThatAreNoneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Trajectory.even(SCHEDULE, 1000, 5));
    assertThrows(IllegalArgumentException.class, () -> Trajectory.even(SCHEDULE, -1, 5));
    assertThrows(IllegalArgumentException.class, () -> Trajectory.evenInLambda(SCHEDULE, 9, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> Trajectory.through(3, 3, 0));
    assertThrows(IllegalArgumentException.class, () -> Trajectory.through(3, -1));
  }

  @Test
  void aScheduleThatEndsWithoutSignalCanBeWalkedFromItsEnd() {
    SchedulerConfig config = TestConfigs.with("rescale_betas_zero_snr", true);
    int[] timesteps =
        ReverseDiffusion.of(Sampler.DPMPP_2M, NoiseSchedule.of(config), config, 999, 10, 0)
            .timesteps();
    assertEquals(10, timesteps.length);
    assertEquals(999, timesteps[0]);
  }

  @Test
  void spacingsAreThoseOfDiffusers() {
    assertArrayEquals(
        new int[] {751, 501, 251, 1},
        InferenceTimesteps.of(TestConfigs.with("steps_offset", 1), 4));
    assertArrayEquals(
        new int[] {999, 666, 333, 0},
        InferenceTimesteps.of(TestConfigs.with("timestep_spacing", "linspace"), 4));
    assertArrayEquals(
        new int[] {999, 749, 499, 249},
        InferenceTimesteps.of(TestConfigs.with("timestep_spacing", "trailing"), 4));
    assertArrayEquals(
        new int[] {999, 749, 500, 250},
        InferenceTimesteps.multistep(TestConfigs.with("timestep_spacing", "linspace"), 4));
    assertArrayEquals(new int[] {800, 600, 400, 200}, InferenceTimesteps.multistep(CONFIG, 4));
  }

  @Test
  void strengthKeepsTheTail() {
    int[] timesteps = {4, 3, 2, 1, 0};
    assertArrayEquals(new int[] {1, 0}, InferenceTimesteps.tail(timesteps, 5, 0.4));
    assertArrayEquals(new int[0], InferenceTimesteps.tail(timesteps, 5, 0.1));
    assertArrayEquals(timesteps, InferenceTimesteps.tail(timesteps, 5, 1));
  }

  /** About one call per 0.7 of λ, and none whose noise 8 bits do not show. */
  @ParameterizedTest
  @CsvSource({"60, 4", "100, 5", "300, 7", "999, 13"})
  void withoutANumberTheNoiseAtTheStartDecides(int start, int calls) {
    int[] timesteps =
        ReverseDiffusion.of(Sampler.DPMPP_2M, SCHEDULE, CONFIG, start, null, 0).timesteps();
    assertEquals(calls, timesteps.length, 1);
    assertEquals(start, timesteps[0]);
    assertEquals(0, timesteps[timesteps.length - 1]);
    for (Sampler firstOrder : new Sampler[] {Sampler.DDIM, Sampler.DDPM}) {
      assertTrue(
          ReverseDiffusion.of(firstOrder, SCHEDULE, CONFIG, start, null, 0).timesteps().length
              >= 10);
    }
  }

  /** A schedule that begins with far less noise is not followed down to it. */
  @Test
  void theLastCallIsAtTheLastTimestepWithoutVisibleNoise() {
    NoiseSchedule fine =
        NoiseSchedule.of(TestConfigs.with("beta_schedule", "linear", "beta_start", 1e-6));
    int[] timesteps = ReverseDiffusion.of(Sampler.DPMPP_2M, fine, CONFIG, 200, null, 0).timesteps();
    int last = timesteps[timesteps.length - 1];
    assertTrue(last > 0);
    assertTrue(VisibleNoise.none(fine, last));
    assertTrue(!VisibleNoise.none(fine, last + 1));
  }
}
