package io.diffsr.submission;

import io.diffsr.picture.PictureLimits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the gateway takes and offers. */
@ConfigMapping(prefix = "diffsr")
public interface GatewaySettings {
  Limits limits();

  Models models();

  Results results();

  /** Bounds that are checked before anything is stored. */
  interface Limits {
    /** Largest picture file in bytes. */
    @WithDefault("33554432")
    long inputBytes();

    /** Largest width × height of an input. */
    @WithDefault("16000000")
    long inputPixels();

    /** Largest width × height of a result. */
    @WithDefault("16000000")
    long outputPixels();

    /** Most memory a run may take, in bytes; at most what each slot of every worker has. */
    @WithDefault("2147483648")
    long runMemory();

    /** Queued jobs beyond which new ones are answered with 429. */
    @WithDefault("10000")
    long queuedJobs();

    /** The bounds of a picture. */
    default PictureLimits picture() {
      return new PictureLimits(inputBytes(), inputPixels(), outputPixels());
    }
  }

  /** The models on offer. */
  interface Models {
    /** Folder names in the workers' model repository; the first is the default. */
    @WithDefault("diffsr-small")
    List<String> names();

    /**
     * Names of further folders there that are methods by themselves: networks of one factor, LIIF
     * and SR3. None unless given.
     */
    Optional<List<String>> methods();
  }

  /** How results are handed out. */
  interface Results {
    /**
     * Whether a result is answered with a redirect to the object store instead of its bytes. Wants
     * {@code diffsr.storage.public-endpoint} where clients see the store under another address.
     */
    @WithDefault("false")
    boolean redirect();

    /** How long a redirect's address is good for. */
    @WithDefault("15M")
    Duration redirectValidity();
  }
}
