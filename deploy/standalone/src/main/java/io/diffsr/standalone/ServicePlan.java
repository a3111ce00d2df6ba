package io.diffsr.standalone;

import io.diffsr.embedded.Loopback;
import java.nio.file.Path;

/**
 * What is to be started.
 *
 * @param data folder of everything that must survive
 * @param models folder of model folders
 * @param workers how many workers
 * @param port the gateway's port on loopback
 * @param forGood whether it is to run until someone stops it, whatever ends meanwhile
 */
record ServicePlan(Path data, Path models, int workers, int port, boolean forGood) {
  static ServicePlan forOneJob(ServiceOptions options) {
    return new ServicePlan(
        options.dataFolder(), options.modelsFolder(), 1, Loopback.portOrFree(0), false);
  }

  static ServicePlan forGood(ServiceOptions options, int workers, int port) {
    return new ServicePlan(
        options.dataFolder(), options.modelsFolder(), workers, Loopback.portOrFree(port), true);
  }
}
