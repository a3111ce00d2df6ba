package io.diffsr.standalone;

import io.diffsr.embedded.ChildProcess;
import io.diffsr.embedded.ChildProcess.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gateways and workers as processes of this machine.
 *
 * @param root the checkout, built
 * @param environment variables that all of them need: where Kafka, PostgreSQL and S3 are
 * @param logs folder of their logs
 */
public record ServicePrograms(Path root, Map<String, String> environment, Path logs) {
  private static final String MAIN = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final String PORT = "QUARKUS_HTTP_PORT";

  /**
   * Starts a gateway.
   *
   * @param name of its log
   * @param heap as the Java virtual machine takes it, for example {@code 512m}
   * @param port on loopback
   * @param settings environment variables of this one only
   */
  public ChildProcess gateway(String name, String heap, int port, Map<String, String> settings) {
    // Rather started again than half alive.
    return start(
        name, "api-gateway", List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"), port, settings);
  }

  /**
   * Starts a worker.
   *
   * @param name of its log
   * @param heap as the Java virtual machine takes it, for example {@code 3g}
   * @param port on loopback, for health and metrics
   * @param settings environment variables of this one only
   */
  public ChildProcess worker(String name, String heap, int port, Map<String, String> settings) {
    // Moves canvases together when room gets short, and gives them all but what is short-lived.
    return start(
        name,
        "worker/service",
        List.of("-Xmx" + heap, "-XX:+UseParallelGC", "-XX:MaxNewSize=256m"),
        port,
        settings);
  }

  private ChildProcess start(
      String name, String module, List<String> options, int port, Map<String, String> settings) {
    Path jar = root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new DiffSrCommandException(
          DiffSrCommand.FAILED, jar + " is missing: build the checkout first");
    }
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put(PORT, Integer.toString(port));
    all.putAll(settings);
    return ChildProcess.start(
        new Program(
            name,
            List.of(jar.toString()),
            Stream.concat(options.stream(), Stream.of("--enable-native-access=ALL-UNNAMED"))
                .toList(),
            MAIN,
            List.of(),
            all),
        logs);
  }

  /** Waits until a gateway or worker reports that it is ready. */
  public static void awaitReady(ChildProcess program, int port) throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
            .timeout(ANSWER)
            .build();
    program.awaitReady(() -> ready(client, request), PATIENCE);
  }

  private static boolean ready(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
