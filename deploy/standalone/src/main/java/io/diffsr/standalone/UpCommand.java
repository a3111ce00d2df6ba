package io.diffsr.standalone;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole service on this machine, until Ctrl-C. */
@Command(name = "up")
final class UpCommand implements Callable<Integer> {
  @Option(names = "--workers", defaultValue = "1")
  int workers;

  @Option(
      names = {"-p", "--port"},
      defaultValue = "8080")
  int port;

  @Mixin ServiceOptions service;

  @Override
  public Integer call() throws InterruptedException {
    if (workers < 0 || workers > 64) {
      throw new DiffSrCommandException(DiffSrCommand.WRONG_USE, "--workers must be in 0..64");
    }
    Optional<URI> running = new RunningService(service.dataFolder()).find();
    if (running.isPresent()) {
      throw new DiffSrCommandException(
          DiffSrCommand.FAILED,
          "a service on %s is up already: %s".formatted(service.dataFolder(), running.get()));
    }
    ServicePlan plan = ServicePlan.forGood(service, workers, port);
    Consumer<String> report = System.err::println;
    try (ServiceProcesses started = ServiceProcesses.start(plan, report)) {
      started.announce();
      welcome(started.url());
      started.awaitFailure();
      return DiffSrCommand.FAILED;
    }
  }

  private static String keys() {
    String auth = System.getenv().getOrDefault("DIFFSR_AUTH", "none");
    return auth.equals("none")
        ? ""
        : "  keys     deploy/diffsr keys create --tenant NAME; then curl -H 'Authorization: Bearer"
            + " dsr_...'\n";
  }

  private void welcome(URI url) {
    System.out.printf(
        """
        Diff-SR is up: %1$s
          submit   curl -F image=@cat.png -F scale=2.7 %1$s/v1/jobs
          API      %1$s/swagger-ui
          data     %2$s (logs, and the webhook secret, are in there)
        %3$sCtrl-C stops it; what is queued then goes on at the next start.
        """,
        url, service.dataFolder(), keys());
  }
}
