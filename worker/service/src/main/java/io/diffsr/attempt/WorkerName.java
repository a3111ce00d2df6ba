package io.diffsr.attempt;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this worker in leases, logs and its registration. */
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
