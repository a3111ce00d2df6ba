package io.diffsr.faults;

import io.diffsr.testing.PictureFiles;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A kind of work that clients ask for; the same each time, so that the bytes must be, too. */
enum Work {
  RESIZED,
  EXACT,
  SHORT,
  /** Seconds in which a worker can be disturbed, and which cost nothing. */
  FIXED,
  /** Long enough to be disturbed, with checkpoints. */
  LONG;

  /** The folder of a simulated network. */
  static final String FIXED_COST = "fixed-cost";

  static final byte[] PICTURE = PictureFiles.disc(48, 40);

  /** The fields of a submission. */
  Map<String, String> fields() {
    return new HashMap<>(
        switch (this) {
          case RESIZED -> Map.of("method", "bicubic", "scale", "2");
          case EXACT -> Map.of("method", "pinv", "scale", "1.5");
          case SHORT -> Map.of("scale", "1.5", "steps", "2", "seed", "3");
          case FIXED -> Map.of("method", FIXED_COST, "scale", "2");
          case LONG -> Map.of("scale", "2", "noise_level", "0.9", "steps", "60", "seed", "3");
        });
  }

  /** Most are quick. */
  static Work drawn(SplittableRandom random) {
    int drawn = random.nextInt(100);
    if (drawn < 66) {
      return RESIZED;
    }
    return drawn < 76 ? EXACT : drawn < 81 ? SHORT : drawn < 96 ? FIXED : LONG;
  }
}
