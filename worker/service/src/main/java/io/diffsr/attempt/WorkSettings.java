package io.diffsr.attempt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of a worker. */
@ConfigMapping(prefix = "diffsr.worker")
public interface WorkSettings {
  /**
   * Jobs run at the same time. More than one helps where a GPU would idle between network calls.
   */
  @WithDefault("1")
  int slots();

  /** Unique among the workers; host name and process id unless given. */
  Optional<String> name();

  /** How long a worker may miss its heartbeats before its job goes to another. */
  @WithDefault("15S")
  Duration lease();

  /** How often a running job renews its lease and polls whether it should stop. */
  @WithDefault("0.5S")
  Duration heartbeat();

  /**
   * How often a running job's state is stored, so that another worker can go on from there; less
   * often where storing takes long.
   */
  @WithDefault("5S")
  Duration checkpointEvery();

  /**
   * How long an attempt waits for an object store that is away, before its job goes back to the
   * queue; neither spends an attempt.
   */
  @WithDefault("5M")
  Duration storagePatience();

  /**
   * How long nothing may move in a running attempt, no network call and no phase, before the worker
   * ends and its jobs go to others; longer than any network call takes.
   */
  @WithDefault("10M")
  Duration stallLimit();

  /** Folder of model folders, each in the diffusers layout. */
  @WithDefault("deploy/models")
  Path models();

  /**
   * {@code auto} tries CUDA and takes the CPU where there is none; or {@code cuda}, or {@code cpu}.
   */
  @WithDefault("auto")
  String executionProvider();

  /** Threads of one network call on the CPU; 0 takes all processors that may be used. */
  @WithDefault("0")
  int threads();
}
