package io.diffsr.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the service keeps its things; shared by the commands that start it. */
final class ServiceOptions {
  @Option(names = "--data", paramLabel = "DIR", defaultValue = "${env:DIFFSR_DATA}")
  Optional<Path> data = Optional.empty();

  @Option(names = "--models", paramLabel = "DIR")
  Optional<Path> models = Optional.empty();

  /** The checkout this program was built in. */
  static Path root() {
    String root = System.getProperty("diffsr.root", System.getenv("DIFFSR_ROOT"));
    if (root == null) {
      throw new DiffSrCommandException(
          DiffSrCommand.FAILED, "start it by deploy/diffsr, or set DIFFSR_ROOT to the checkout");
    }
    return Path.of(root).toAbsolutePath().normalize();
  }

  Path dataFolder() {
    return data.filter(path -> !path.toString().isEmpty())
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".diffsr"))
        .toAbsolutePath()
        .normalize();
  }

  Path modelsFolder() {
    Path folder = models.orElseGet(() -> root().resolve("deploy/models")).toAbsolutePath();
    if (!Files.isDirectory(folder)) {
      throw new DiffSrCommandException(
          DiffSrCommand.WRONG_USE, "there is no folder of models at " + folder);
    }
    return folder.normalize();
  }
}
