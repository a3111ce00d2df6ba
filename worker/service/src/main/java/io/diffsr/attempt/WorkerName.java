package io.diffsr.attempt;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this worker is called in leases, logs and the list of workers. */
@ApplicationScoped
public class WorkerName {
  private final String value;

  @Inject
  WorkerName(WorkSettings settings) {
    this.value = settings.name().orElseGet(() -> host() + "-" + ProcessHandle.current().pid());
  }

  public String value() {
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
