package io.diffsr.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/**
 * What is to be started.
 *
 * @param data folder of everything that must survive
 * @param models folder of model folders
 * @param workers how many workers
 * @param port the gateway's port on loopback
 */
record ServicePlan(Path data, Path models, int workers, int port) {
  static ServicePlan forOneJob(ServiceOptions options) {
    return new ServicePlan(options.dataFolder(), options.modelsFolder(), 1, freePort());
  }

  static ServicePlan forGood(ServiceOptions options, int workers, int port) {
    return new ServicePlan(options.dataFolder(), options.modelsFolder(), workers, port);
  }

  /** A port that nobody listens on at the moment. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CommandException(DiffSr.FAILED, "no free port: " + e.getMessage());
    }
  }
}
