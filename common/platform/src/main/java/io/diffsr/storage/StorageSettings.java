package io.diffsr.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where the S3 endpoint is. */
@ConfigMapping(prefix = "diffsr.storage")
public interface StorageSettings {
  /** Address of the S3 endpoint, for example {@code http://localhost:9000}. */
  @WithDefault("http://localhost:9000")
  URI endpoint();

  /** The endpoint as clients of the gateway see it; used in presigned addresses. */
  Optional<URI> publicEndpoint();

  /** Timeout of a connection, and of each read and write. */
  @WithDefault("15S")
  Duration timeout();

  @WithDefault("us-east-1")
  String region();

  /** Created at start where it does not exist. */
  @WithDefault("diffsr")
  String bucket();

  @WithDefault("diffsr")
  String accessKey();

  @WithDefault("diffsr-secret")
  String secretKey();
}
