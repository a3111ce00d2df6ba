package io.diffsr.embedded.s3;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 endpoint over a folder, reachable on loopback only. */
public final class S3Service {
  private S3Service() {}

  /**
   * Runs the server until the process ends.
   *
   * @param arguments data folder, port, access key, secret key, file to create when ready
   */
  public static void main(String[] arguments) throws Exception {
    Path data = Files.createDirectories(Path.of(arguments[0]));
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(data.toString()))
            .endpoint(URI.create("http://127.0.0.1:" + arguments[1]))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, arguments[2], arguments[3])
            .build();
    server.start();
    Files.createFile(Path.of(arguments[4]));
    // Jetty's threads keep the process alive.
  }
}
