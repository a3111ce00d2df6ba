package io.diffsr.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.request.Sampler;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReverseDiffusionTest {
  private static final SchedulerConfig CONFIG = TestConfigs.paper();
  private static final NoiseSchedule SCHEDULE = NoiseSchedule.of(CONFIG);
  private static final GaussianOracle ORACLE = GaussianOracle.photograph(100);

  @ParameterizedTest
  @ValueSource(ints = {119, 196, 277, 384})
  void eightCallsOfTheSolverComeCloserThanFiftyOfDdim(int start) {
    double solver = ORACLE.decibels(restore(Sampler.DPMPP_2M, start, 8));
    double ddim = ORACLE.decibels(restore(Sampler.DDIM, start, 50));
    assertTrue(solver < ddim, solver + " dB against " + ddim + " dB");
    assertTrue(solver < -49, solver + " dB");
  }

  @Test
  void theSolverIsOfSecondOrder() {
    double few = ORACLE.decibels(restore(Sampler.DPMPP_2M, 400, 10));
    double many = ORACLE.decibels(restore(Sampler.DPMPP_2M, 400, 20));
    assertTrue(many < few - 9, "first order gains 6 dB, this gained " + (few - many));
  }

  @Test
  void ancestralSamplingKeepsTheVarianceOfTheData() {
    GaussianOracle flat = new GaussianOracle(filled(20_000, 0.25));
    SplittableRandom random = new SplittableRandom(-1);
    float[] start = new float[20_000];
    double deviation =
        Math.sqrt(0.25 * SCHEDULE.alphaCumprod(400) + 1 - SCHEDULE.alphaCumprod(400));
    ReverseDiffusion reverse = ReverseDiffusion.of(Sampler.DDPM, SCHEDULE, CONFIG, 400, 200, 0);
    for (int i = 0; i < start.length; i++) {
      start[i] = (float) (deviation * random.nextGaussian());
    }
    SamplerState state = reverse.start(start);
    for (int timestep : reverse.timesteps()) {
      state =
          reverse.step(
              state, flat.predict(SCHEDULE, timestep, state.sample()), ReverseDiffusionTest::gauss);
    }
    double sum = 0;
    for (float value : state.sample()) {
      sum += value * value;
    }
    assertEquals(0.25, sum / start.length, 0.01);
  }

  @ParameterizedTest
  @EnumSource
  void theSameStateGivesTheSame(Sampler sampler) {
    ReverseDiffusion reverse = ReverseDiffusion.of(sampler, SCHEDULE, CONFIG, 300, 6, 0.5);
    SamplerState state = after(reverse, reverse.start(ORACLE.sample(SCHEDULE, 300)), 2);
    SamplerState once = after(reverse, copy(state), 1);
    after(reverse, copy(state), 3);
    SamplerState again = after(reverse, copy(state), 1);
    assertArrayEquals(once.sample(), again.sample());
    assertEquals(3, again.step());
  }

  /** A step takes over the arrays of the state before it. */
  private static SamplerState copy(SamplerState state) {
    return copy(state, SolverMemory::of);
  }

  private static SamplerState copy(SamplerState state, Function<float[], SolverMemory> keeper) {
    SolverMemory previous = state.previousOriginalSample();
    if (previous == null) {
      return new SamplerState(state.step(), state.sample().clone(), null);
    }
    float[] values = new float[previous.length()];
    previous.read(0, values, values.length);
    return new SamplerState(state.step(), state.sample().clone(), keeper.apply(values));
  }

  @ParameterizedTest
  @EnumSource
  void goingOnFromAStateGivesTheResultOfAnUninterruptedRun(Sampler sampler) {
    ReverseDiffusion reverse = ReverseDiffusion.of(sampler, SCHEDULE, CONFIG, 300, 6, 0.5);
    SamplerState whole = after(reverse, reverse.start(ORACLE.sample(SCHEDULE, 300)), 6);
    SamplerState half = after(reverse, reverse.start(ORACLE.sample(SCHEDULE, 300)), 3);
    ReverseDiffusion other = ReverseDiffusion.of(sampler, SCHEDULE, CONFIG, 300, 6, 0.5);
    assertArrayEquals(whole.sample(), after(other, copy(half), 3).sample());
  }

  @Test
  void aSolverThatRemembersInAFileGivesTheSameBytes() {
    ReverseDiffusion reverse = ReverseDiffusion.of(Sampler.DPMPP_2M, SCHEDULE, CONFIG, 300, 6, 0.5);
    SamplerState whole = after(reverse, reverse.start(ORACLE.sample(SCHEDULE, 300)), 6);
    SamplerState first = after(reverse, reverse.start(ORACLE.sample(SCHEDULE, 300)), 1);
    SamplerState kept = copy(first, SolverFile::of);
    SamplerState later = after(reverse, kept, 4);
    assertSame(kept.previousOriginalSample(), later.previousOriginalSample());
    assertArrayEquals(whole.sample(), after(reverse, later, 1).sample());
    // The last step has closed it.
    assertThrows(
        UncheckedIOException.class, () -> later.previousOriginalSample().read(0, new float[1], 1));
  }

  @ParameterizedTest
  @EnumSource
  void everySamplerEndsInTheLastOriginalSample(Sampler sampler) {
    for (int steps : new int[] {1, 2, 7}) {
      ReverseDiffusion reverse = ReverseDiffusion.of(sampler, SCHEDULE, CONFIG, 250, steps, 0);
      SamplerState state = after(reverse, reverse.start(ORACLE.sample(SCHEDULE, 250)), steps - 1);
      Prediction last = ORACLE.predict(SCHEDULE, reverse.timesteps()[steps - 1], state.sample());
      float[] result = reverse.step(state, last, ReverseDiffusionTest::gauss).sample();
      assertArrayEquals(last.originalSample(), result, 1e-6f);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStepTooManyIsRefused(Sampler sampler) {
    ReverseDiffusion reverse = ReverseDiffusion.of(sampler, SCHEDULE, CONFIG, 250, 2, 0);
    SamplerState done = after(reverse, reverse.start(ORACLE.sample(SCHEDULE, 250)), 2);
    assertThrows(IllegalArgumentException.class, () -> after(reverse, done, 3));
    Prediction prediction = ORACLE.predict(SCHEDULE, 0, done.sample());
    assertThrows(
        IllegalArgumentException.class,
        () -> reverse.step(done, prediction, ReverseDiffusionTest::gauss));
  }

  @Test
  void ddimTakesTheNoiseOfTheNetworkUnlessToldToComputeIt() {
    Trajectory trajectory = Trajectory.through(250, 100);
    float[] sample = ORACLE.sample(SCHEDULE, 250);
    Prediction own = ORACLE.predict(SCHEDULE, 250, sample);
    Prediction other = new Prediction(own.originalSample(), new float[sample.length], null);
    Ddim trusting = new Ddim(SCHEDULE, trajectory, 0, false);
    Ddim computing = new Ddim(SCHEDULE, trajectory, 0, true);
    SamplerState start = trusting.start(sample);
    float[] computed = computing.step(copy(start), other, ReverseDiffusionTest::gauss).sample();
    assertArrayEquals(
        trusting.step(copy(start), own, ReverseDiffusionTest::gauss).sample(), computed);
    float[] trusted = trusting.step(start, other, ReverseDiffusionTest::gauss).sample();
    assertEquals(Math.sqrt(SCHEDULE.alphaCumprod(100)) * own.originalSample()[0], trusted[0], 1e-5);
    assertTrue(Math.abs(trusted[99] - computed[99]) > 1e-3);
  }

  @Test
  void learnedVarianceWithoutTheNetworksWordIsRefused() {
    SchedulerConfig learned = TestConfigs.with("variance_type", "learned_range");
    ReverseDiffusion reverse = ReverseDiffusion.of(Sampler.DDPM, SCHEDULE, learned, 250, 4, 0);
    SamplerState start = reverse.start(ORACLE.sample(SCHEDULE, 250));
    assertThrows(IllegalArgumentException.class, () -> after(reverse, start, 1));
  }

  private static float[] restore(Sampler sampler, int start, int steps) {
    return ORACLE.restore(
        SCHEDULE,
        ReverseDiffusion.of(sampler, SCHEDULE, CONFIG, start, steps, 0),
        ReverseDiffusionTest::gauss);
  }

  private static SamplerState after(ReverseDiffusion reverse, SamplerState from, int steps) {
    SamplerState state = from;
    for (int i = 0; i < steps; i++) {
      int timestep = reverse.timesteps()[Math.min(state.step(), reverse.timesteps().length - 1)];
      state =
          reverse.step(
              state,
              ORACLE.predict(SCHEDULE, timestep, state.sample()),
              ReverseDiffusionTest::gauss);
    }
    return state;
  }

  private static void gauss(int draw, float[] target) {
    SplittableRandom random = new SplittableRandom(draw);
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) random.nextGaussian();
    }
  }

  private static double[] filled(int count, double value) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }
}
