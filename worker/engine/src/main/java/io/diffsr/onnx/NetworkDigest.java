package io.diffsr.onnx;

import io.diffsr.job.Sha256;
import io.diffsr.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Distinguishes a network from one of the same name with other weights. */
final class NetworkDigest {
  private static final int CHUNK = 1 << 16;

  private NetworkDigest() {}

  /**
   * SHA-256 in hex of a network's file and of those beside it whose names begin with its name: ONNX
   * keeps weights of more than 2 GB there, and exporters often smaller ones as well.
   *
   * @throws ModelException of kind {@code INVALID} where they cannot be read
   */
  static String of(Path network) {
    String name = String.valueOf(network.getFileName());
    Sha256 digest = new Sha256();
    try {
      for (Path file : files(network.resolveSibling(""), name)) {
        digest.update(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
        add(file, digest);
      }
    } catch (IOException e) {
      throw new ModelException(ModelException.Kind.INVALID, "cannot read " + name, e);
    }
    return digest.hex();
  }

  /**
   * SHA-256 in hex of all networks below a folder.
   *
   * @throws ModelException of kind {@code INVALID} where they cannot be read
   */
  static String ofAll(Path folder) {
    Sha256 digest = new Sha256();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        add(file, digest);
      }
    } catch (IOException e) {
      throw new ModelException(ModelException.Kind.INVALID, "cannot read " + folder, e);
    }
    return digest.hex();
  }

  private static List<Path> files(Path folder, String name) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> String.valueOf(entry.getFileName()).startsWith(name))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static void add(Path file, Sha256 digest) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (InputStream content = Files.newInputStream(file)) {
      for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
        digest.update(chunk, read);
      }
    }
  }
}
