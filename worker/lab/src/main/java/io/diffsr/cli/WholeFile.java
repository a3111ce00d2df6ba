package io.diffsr.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are either there and whole, or not there. */
final class WholeFile {
  private WholeFile() {}

  /** The file's bytes. */
  static byte[] read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw CommandException.wrongUse("there is no file %s".formatted(file));
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw CommandException.failed("cannot read %s: %s".formatted(file, e));
    }
  }

  /** To be called before work is spent on what could not be written. */
  static void requireWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
      throw CommandException.wrongUse("cannot write to %s".formatted(file));
    }
  }

  /** Makes the folders that a file is to lie in. */
  static void makeFolder(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw CommandException.failed("cannot make the folder of %s: %s".formatted(file, e));
    }
  }

  static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Never leaves half a file under the name that was asked for. */
  static void write(Path file, byte[] bytes) {
    Path half = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      try {
        Files.write(half, bytes);
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(half);
      }
    } catch (IOException e) {
      throw CommandException.failed("cannot write %s: %s".formatted(file, e));
    }
  }
}
