package io.diffsr.submission;

import io.diffsr.picture.PictureLimits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of a submission, checked before anything is stored. */
@ConfigMapping(prefix = "diffsr.limits")
public interface LimitSettings {
  /** Largest picture file in bytes. */
  @WithDefault("67108864")
  long inputBytes();

  /** Pictures that one gateway receives at the same time; beyond, 503. */
  @WithDefault("64")
  int uploads();

  /** Largest width × height of an input. */
  @WithDefault("32000000")
  long inputPixels();

  /** Largest width × height of a result. */
  @WithDefault("64000000")
  long outputPixels();

  /** Most memory a run may take, in bytes; at most what each slot of every worker has. */
  @WithDefault("2952790016")
  long runMemory();

  /** Queued jobs beyond which new ones are answered with 429. */
  @WithDefault("10000")
  long queuedJobs();

  /** The bounds of a picture. */
  default PictureLimits picture() {
    return new PictureLimits(inputBytes(), inputPixels(), outputPixels());
  }
}
