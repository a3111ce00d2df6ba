package io.diffsr.diffusion;

import java.util.HashMap;
import java.util.Map;

/** Scheduler configurations for tests. */
public final class TestConfigs {
  private TestConfigs() {}

  /** The paper's schedule, scaled_linear 1e-4..2e-2 over 1000 timesteps. */
  static SchedulerConfig paper() {
    return with();
  }

  /** The paper's schedule, some fields changed: name, value, name, value … */
  public static SchedulerConfig with(Object... fields) {
    Map<String, Object> json = new HashMap<>();
    json.put("beta_schedule", "scaled_linear");
    for (int i = 0; i < fields.length; i += 2) {
      json.put((String) fields[i], fields[i + 1]);
    }
    return SchedulerConfig.of(json);
  }

  public static NoiseSchedule paperSchedule() {
    return NoiseSchedule.of(paper());
  }
}
