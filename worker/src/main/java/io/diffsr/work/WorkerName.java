package io.diffsr.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this worker is called in leases, logs and the list of workers. */
@ApplicationScoped
class WorkerName {
  private final String value;

  @Inject
  WorkerName(WorkSettings settings) {
    this.value = settings.name().orElseGet(() -> host() + "-" + ProcessHandle.current().pid());
  }

  String value() {
    return value;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "worker";
    }
  }
}
