package io.diffsr.caller;

import io.agroal.api.AgroalDataSource;
import io.diffsr.access.AccessDataException;
import io.diffsr.access.ApiKeyTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Whether the keys are still good by which streams were opened that have not ended since. */
@ApplicationScoped
public class KeyWatch {
  /** A revoked key ends within five seconds; the feeds ask every second. */
  private static final long LOOK_EVERY = Duration.ofSeconds(3).toNanos();

  private final ApiKeyTable keys;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(boolean good, long at) {}

  @Inject
  KeyWatch(AgroalDataSource database) {
    this.keys = new ApiKeyTable(database);
  }

  /**
   * Whether a key is still good. Where the database does not say, it is what it was.
   *
   * @param key its id; null for callers without one, who are let in
   */
  public boolean isGood(@Nullable String key) {
    if (key == null) {
      return true;
    }
    return seen.compute(key, this::looked).good();
  }

  private Seen looked(String key, @Nullable Seen last) {
    if (last != null && System.nanoTime() - last.at() < LOOK_EVERY) {
      return last;
    }
    boolean good;
    try {
      good = keys.isGood(key);
    } catch (AccessDataException e) {
      good = last == null || last.good();
    }
    // Of the answer, not of the question: whoever waited for it meanwhile need not ask again.
    return new Seen(good, System.nanoTime());
  }
}
