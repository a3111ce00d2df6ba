package io.diffsr.maintenance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the gateway tidies up. */
@ConfigMapping(prefix = "diffsr.maintenance")
public interface MaintenanceSettings {
  /**
   * Objects that nothing refers to are removed when they are older; longer than any upload or run
   * takes between storing an object and committing its row.
   */
  @WithDefault("24H")
  Duration orphanAge();

  /**
   * How long leases that ran out are left alone after the database, or this gateway, stood still:
   * workers could not renew them meanwhile. At least the workers' lease.
   */
  @WithDefault("15S")
  Duration leaseGrace();

  /** How often the object store is scanned for such objects. */
  @WithDefault("1H")
  Duration orphanScan();
}
