package io.diffsr.picture.heif;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;

import io.diffsr.picture.PictureException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * libheif's own program, which decodes HEIC and AVIF in a process of its own: native code that
 * reads what strangers send must not do so where others' pictures are. The process has bounds of
 * memory, processor time and output, an empty environment, and a folder for one picture.
 */
public final class HeifProgram {
  private static final List<String> NAMES = List.of("heif-dec", "heif-convert");
  private static final String SHELL = "/bin/sh";

  /** Of 32 megapixels, with room; threads count with the addresses that they reserve. */
  private static final Bounds USUAL = new Bounds(1 << 20, 4 << 20, 60);

  /** Of a machine so loaded that the processor time is not used up. */
  private static final int MOST_SECONDS = 300;

  private static final String BOUNDED =
      "ulimit -c 0 && ulimit -f \"$1\" && ulimit -v \"$2\" && ulimit -t \"$3\" && exec \"$4\" \"$5\" \"$6\"";

  /** Fewer arenas, as each thread's reserves addresses, and there may be one per processor. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C", "MALLOC_ARENA_MAX", "2");

  /**
   * What a process may take.
   *
   * @param outputBlocks of 512 bytes each, as POSIX counts a file's size
   * @param memoryKib address space
   * @param processorSeconds of all its threads
   */
  record Bounds(long outputBlocks, long memoryKib, int processorSeconds) {}

  private final Path program;
  private final Bounds bounds;

  /** Each takes a processor and a few hundred megabytes. */
  private final Semaphore running =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

  HeifProgram(Path program, Bounds bounds) {
    this.program = program;
    this.bounds = bounds;
  }

  /**
   * The program that a setting names.
   *
   * @param setting {@code off}, {@code auto} for what is on the path, or a file
   * @throws IllegalArgumentException where it names a file that cannot be executed
   */
  public static Optional<HeifProgram> find(String setting) {
    return switch (setting) {
      case "off" -> Optional.empty();
      case "auto" -> onPath(System.getenv().getOrDefault("PATH", ""));
      default -> {
        Path program = Path.of(setting);
        if (!Files.isExecutable(program)) {
          throw new IllegalArgumentException(setting + " is no program that can be executed");
        }
        yield Optional.of(new HeifProgram(program.toAbsolutePath(), USUAL));
      }
    };
  }

  private static Optional<HeifProgram> onPath(String path) {
    if (!Files.isExecutable(Path.of(SHELL))) {
      return Optional.empty();
    }
    return NAMES.stream()
        .flatMap(
            name ->
                Stream.of(path.split(File.pathSeparator))
                    .filter(folder -> folder.startsWith(File.separator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new HeifProgram(program, USUAL));
  }

  /**
   * Decodes a file.
   *
   * @param folder of one picture
   * @param file name of the file there
   * @param png name of the PNG file that is made
   * @throws PictureException of kind {@code CORRUPT} where the program does not make it of the file
   */
  void decode(Path folder, String file, String png) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                SHELL,
                "-c",
                BOUNDED,
                SHELL,
                Long.toString(bounds.outputBlocks()),
                Long.toString(bounds.memoryKib()),
                Integer.toString(bounds.processorSeconds()),
                program.toString(),
                file,
                png)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    running.acquireUninterruptibly();
    try {
      run(builder);
    } finally {
      running.release();
    }
    Path made = folder.resolve(png);
    if (!Files.isRegularFile(made) || Files.size(made) == 0) {
      throw undecodable("it cannot be decoded");
    }
  }

  private static void run(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw undecodable("decoding it takes too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while libheif's program was decoding", e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw undecodable("it cannot be decoded");
    }
  }

  private static PictureException undecodable(String how) {
    return new PictureException(
        CORRUPT, "The HEIC or AVIF file is damaged or of an unusual kind: %s.".formatted(how));
  }
}
