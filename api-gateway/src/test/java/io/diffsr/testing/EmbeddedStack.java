package io.diffsr.testing;

import io.diffsr.embedded.EmbeddedServices;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Real Kafka, PostgreSQL and S3, one of each for all tests of this module. */
@WithTestResource(value = EmbeddedStack.class, scope = TestResourceScope.GLOBAL)
public final class EmbeddedStack implements QuarkusTestResourceLifecycleManager {
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "KAFKA_BOOTSTRAP_SERVERS", "kafka.bootstrap.servers",
          "QUARKUS_DATASOURCE_JDBC_URL", "quarkus.datasource.jdbc.url",
          "QUARKUS_DATASOURCE_USERNAME", "quarkus.datasource.username",
          "QUARKUS_DATASOURCE_PASSWORD", "quarkus.datasource.password",
          "DIFFSR_STORAGE_ENDPOINT", "diffsr.storage.endpoint",
          "DIFFSR_STORAGE_ACCESS_KEY", "diffsr.storage.access-key",
          "DIFFSR_STORAGE_SECRET_KEY", "diffsr.storage.secret-key");

  /** System property: while it is true, nothing passes between the service and S3. */
  public static final String S3_FROZEN = "diffsr.test.s3-frozen";

  private Path data;
  private TcpProxy s3;
  private EmbeddedServices services;

  @Override
  public Map<String, String> start() {
    Path root = Path.of(System.getProperty("diffsr.root"));
    try {
      data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "stack-");
      services =
          EmbeddedServices.start(
              root, data.toAbsolutePath(), EmbeddedServices.Ports.FREE, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the services were starting", e);
    }
    Map<String, String> configuration = new HashMap<>();
    services
        .environment()
        .forEach((variable, value) -> configuration.put(PROPERTIES.get(variable), value));
    URI endpoint = URI.create(configuration.get("diffsr.storage.endpoint"));
    s3 = new TcpProxy(endpoint.getPort(), () -> Boolean.getBoolean(S3_FROZEN));
    configuration.put("diffsr.storage.endpoint", "http://127.0.0.1:" + s3.port());
    configuration.put("quarkus.http.limits.max-body-size", "2M");
    configuration.put("diffsr.maintenance.lease-grace", "0S");
    configuration.put(
        "quarkus.http.body.uploads-directory", data.resolve("uploads").toAbsolutePath().toString());
    return configuration;
  }

  @Override
  public void stop() {
    if (services == null) {
      return;
    }
    try {
      s3.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    services.close();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
