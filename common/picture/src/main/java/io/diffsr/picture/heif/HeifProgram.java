package io.diffsr.picture.heif;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static java.nio.charset.StandardCharsets.UTF_8;

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
 * libheif's own program, which decodes HEIC and AVIF in a process of its own, so that what goes
 * wrong in native code is not the end of the gateway, and takes bounded memory, processor time and
 * output. The process runs as this process's user; a wrapper may change that.
 */
public final class HeifProgram {
  private static final List<String> NAMES = List.of("heif-dec", "heif-convert");
  private static final String SHELL = "/bin/sh";

  /** Longer than anyone waits for a place, or for a machine that is loaded. */
  private static final int MOST_SECONDS = 90;

  private static final int BOUNDS_REFUSED = 125;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int LAST_WORDS = 500;
  private static final long LITTLE_SPACE = 1 << 26;

  private static final String BOUNDED =
      "{ ulimit -c 0 && ulimit -f \"$1\" && ulimit -v \"$2\" && ulimit -t \"$3\"; } || exit 125;"
          + " exec \"$4\" \"$5\" \"$6\"";

  /** Fewer arenas, as each thread's reserves addresses, and there may be one per processor. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C", "MALLOC_ARENA_MAX", "2");

  /**
   * What a process may take.
   *
   * @param outputBlocks of 512 bytes each, as POSIX counts a file's size; of each file
   * @param memoryKib address space
   * @param processorSeconds of all its threads
   */
  record Bounds(long outputBlocks, long memoryKib, long processorSeconds) {
    private static final long MEBI = 1 << 20;

    /** Eight times what an honest file of so many pixels takes, and what a small one needs. */
    static Bounds of(long pixels) {
      return new Bounds(
          (64 * MEBI + 8 * pixels) / 512,
          (1024 * MEBI + 64 * pixels) / 1024,
          10 + pixels / 1_000_000);
    }
  }

  private final Path program;

  /** Each takes a processor and a few hundred megabytes. */
  private final Semaphore free =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

  HeifProgram(Path program) {
    this.program = program;
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
        yield Optional.of(new HeifProgram(program.toAbsolutePath()));
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
        .map(HeifProgram::new);
  }

  /** Work on a picture. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does work of which only a few may go on at a time.
   *
   * @throws HeifUnavailableException where the others take too long
   */
  <T> T inTurn(Work<T> work) throws IOException {
    boolean taken = false;
    try {
      taken = free.tryAcquire(MOST_SECONDS, TimeUnit.SECONDS);
      if (!taken) {
        throw new HeifUnavailableException("too many HEIC and AVIF files are being read");
      }
      return work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while others' files were being read", e);
    } finally {
      if (taken) {
        free.release();
      }
    }
  }

  /**
   * Decodes a file.
   *
   * @param folder of one picture
   * @param file name of the file there
   * @param png name of the PNG file that is made
   * @throws PictureException of kind {@code CORRUPT} where the program does not make it of the file
   * @throws HeifUnavailableException where that is not the file's fault
   */
  void decode(Path folder, String file, String png, Bounds bounds) throws IOException {
    Path words = folder.resolve("words");
    ProcessBuilder builder =
        new ProcessBuilder(
                SHELL,
                "-c",
                BOUNDED,
                SHELL,
                Long.toString(bounds.outputBlocks()),
                Long.toString(bounds.memoryKib()),
                Long.toString(bounds.processorSeconds()),
                program.toString(),
                file,
                png)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(words.toFile());
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    int exit = run(builder);
    String said = lastWords(words);
    Path made = folder.resolve(png);
    if (exit == BOUNDS_REFUSED || exit == NOT_EXECUTABLE || exit == NOT_FOUND) {
      throw new HeifUnavailableException("%s cannot be run: %s".formatted(program, said));
    }
    if (exit != 0 || !Files.isRegularFile(made) || Files.size(made) == 0) {
      requireSpace(folder);
      throw new PictureException(
          CORRUPT, "The HEIC or AVIF file is damaged or of an unusual kind: it cannot be decoded.");
    }
  }

  /** The program ends well on a full disk, too. */
  static void requireSpace(Path folder) throws IOException {
    if (Files.getFileStore(folder).getUsableSpace() < LITTLE_SPACE) {
      throw new HeifUnavailableException("there is no space left in " + folder);
    }
  }

  private int run(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new HeifUnavailableException(
            "%s has not ended after %d s".formatted(program, MOST_SECONDS));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while libheif's program was decoding", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      // Only once it has ended can its folder be removed.
      process.destroyForcibly().onExit().join();
    }
  }

  private static String lastWords(Path words) throws IOException {
    byte[] said = Files.readAllBytes(words);
    int from = Math.max(0, said.length - LAST_WORDS);
    return new String(said, from, said.length - from, UTF_8).strip();
  }
}
