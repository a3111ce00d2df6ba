package io.diffsr.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Something that is done to a part of the service.
 *
 * @param at when it begins, after the begin of the run
 * @param lasts how long a part is frozen, cut off or slow, or stays away before it is started again
 */
record Fault(Duration at, Kind kind, Part part, Duration lasts) {
  /** What is done. */
  enum Kind {
    /** SIGKILL. */
    KILL,
    /** SIGTERM. */
    STOP,
    /** SIGSTOP, then SIGCONT. */
    FREEZE,
    /** Its connections are closed, and new ones refused. */
    CUT,
    /** Its connections stay open, and nothing comes through. */
    SILENCE,
    /** What it sends and is sent takes longer. */
    DELAY,
    /** Another one comes, and goes. */
    JOIN
  }

  /** What it is done to. */
  enum Part {
    KAFKA,
    POSTGRESQL,
    S3,
    GATEWAY,
    WORKER
  }

  private record Possible(int weight, Kind kind, Part part) {}

  private static final List<Possible> POSSIBLE =
      List.of(
          new Possible(4, Kind.KILL, Part.WORKER),
          new Possible(2, Kind.STOP, Part.WORKER),
          new Possible(2, Kind.FREEZE, Part.WORKER),
          new Possible(2, Kind.KILL, Part.GATEWAY),
          new Possible(1, Kind.STOP, Part.GATEWAY),
          new Possible(1, Kind.FREEZE, Part.GATEWAY),
          new Possible(1, Kind.JOIN, Part.GATEWAY),
          new Possible(1, Kind.KILL, Part.KAFKA),
          new Possible(1, Kind.FREEZE, Part.KAFKA),
          new Possible(1, Kind.CUT, Part.KAFKA),
          new Possible(1, Kind.SILENCE, Part.KAFKA),
          new Possible(1, Kind.DELAY, Part.KAFKA),
          new Possible(1, Kind.KILL, Part.POSTGRESQL),
          new Possible(1, Kind.FREEZE, Part.POSTGRESQL),
          new Possible(1, Kind.CUT, Part.POSTGRESQL),
          new Possible(1, Kind.SILENCE, Part.POSTGRESQL),
          new Possible(1, Kind.DELAY, Part.POSTGRESQL),
          new Possible(1, Kind.KILL, Part.S3),
          new Possible(1, Kind.FREEZE, Part.S3),
          new Possible(1, Kind.CUT, Part.S3),
          new Possible(1, Kind.SILENCE, Part.S3),
          new Possible(1, Kind.DELAY, Part.S3));

  /**
   * A plan of faults; the same seed gives the same.
   *
   * @param between from the begin of one to that of the next, in the mean
   * @param longest that one lasts
   */
  static List<Fault> plan(long seed, int count, Duration between, Duration longest) {
    SplittableRandom random = new SplittableRandom(seed);
    int weights = POSSIBLE.stream().mapToInt(Possible::weight).sum();
    List<Fault> plan = new ArrayList<>();
    Duration at = between;
    for (int i = 0; i < count; i++) {
      int drawn = random.nextInt(weights);
      int which = 0;
      while (drawn >= POSSIBLE.get(which).weight()) {
        drawn -= POSSIBLE.get(which++).weight();
      }
      Possible fault = POSSIBLE.get(which);
      // Short ones are as frequent as long ones.
      double seconds = Math.exp(random.nextDouble() * Math.log(longest.toMillis() / 1000.0));
      Duration lasts = Duration.ofMillis(Math.round(1000 * seconds));
      plan.add(new Fault(at, fault.kind(), fault.part(), lasts));
      at = at.plusMillis(Math.round(between.toMillis() * (0.5 + random.nextDouble())));
    }
    return List.copyOf(plan);
  }
}
