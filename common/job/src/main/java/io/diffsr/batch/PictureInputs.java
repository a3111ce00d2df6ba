package io.diffsr.batch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The pictures that a command line names: files, folders with all that is below them, and patterns
 * such as {@code *.jpg} that no shell has replaced by names.
 */
public final class PictureInputs {
  /** Endings of pictures in folders; a file that is named may have any. */
  private static final Set<String> ENDINGS =
      Set.of(
          "png", "jpg", "jpeg", "jpe", "jfif", "webp", "tif", "tiff", "bmp", "gif", "heic", "heif",
          "avif");

  private static final String PATTERN_CHARACTERS = "*?[{";

  private PictureInputs() {}

  /**
   * Whether an argument may name several pictures.
   *
   * @param argument as it was written
   */
  public static boolean areSeveral(String argument) {
    Path path = Path.of(argument);
    return Files.isDirectory(path) || (isPattern(argument) && !Files.exists(path));
  }

  /**
   * The pictures in the order of the arguments, those of a folder in the order of their names.
   *
   * @param arguments as they were written
   * @param results below this folder lies no input
   * @throws IllegalArgumentException where an argument names no picture; the message says which
   */
  public static List<BatchPicture> of(List<String> arguments, Path results) {
    // A file that is named twice is enlarged once.
    Set<Path> known = new HashSet<>();
    List<BatchPicture> pictures = new ArrayList<>();
    for (String argument : arguments) {
      if (isSame(Path.of(argument), results)) {
        throw new IllegalArgumentException(
            "the results of %s need a folder of their own".formatted(argument));
      }
      List<BatchPicture> found = found(argument, results.toAbsolutePath().normalize());
      if (found.isEmpty()) {
        throw new IllegalArgumentException("%s names no pictures".formatted(argument));
      }
      for (BatchPicture picture : found) {
        if (known.add(picture.file().toAbsolutePath().normalize())) {
          pictures.add(picture);
        }
      }
    }
    return List.copyOf(pictures);
  }

  private static boolean isSame(Path path, Path other) {
    try {
      return Files.isDirectory(path) && Files.isDirectory(other) && Files.isSameFile(path, other);
    } catch (IOException e) {
      return false;
    }
  }

  private static List<BatchPicture> found(String argument, Path results) {
    if (isPattern(argument) && !Files.exists(Path.of(argument))) {
      return matching(argument, results);
    }
    Path path = Path.of(argument);
    if (Files.isDirectory(path)) {
      return below(path, results).stream()
          .filter(PictureInputs::looksLikePicture)
          .map(file -> new BatchPicture(file, path.relativize(file)))
          .toList();
    }
    if (!Files.isReadable(path)) {
      throw new IllegalArgumentException("cannot read %s".formatted(argument));
    }
    return List.of(new BatchPicture(path, Path.of(String.valueOf(path.getFileName()))));
  }

  /** A pattern is matched below the folder that stands before its first special character. */
  private static List<BatchPicture> matching(String pattern, Path results) {
    int special = 0;
    while (PATTERN_CHARACTERS.indexOf(pattern.charAt(special)) < 0) {
      special++;
    }
    int end = pattern.lastIndexOf('/', special);
    Path folder = Path.of(end < 0 ? "." : end == 0 ? "/" : pattern.substring(0, end));
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern.substring(end + 1));
    return below(folder, results).stream()
        .filter(file -> matcher.matches(folder.relativize(file)))
        .map(file -> new BatchPicture(file, folder.relativize(file)))
        .toList();
  }

  /** All files below a folder, without hidden ones, results and folders that cannot be read. */
  private static List<Path> below(Path folder, Path results) {
    List<Path> files = new ArrayList<>();
    try {
      // With a slash, a link to a folder is followed; links below it are not.
      Files.walkFileTree(
          folder.resolve("."),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path sub, BasicFileAttributes attributes) {
              boolean ofResults = sub.toAbsolutePath().normalize().equals(results);
              return ofResults || isHidden(folder.relativize(sub.normalize()))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              Path plain = file.normalize();
              if (Files.isRegularFile(file) && !isHidden(folder.relativize(plain))) {
                files.add(plain);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
              if (file.normalize().equals(folder.normalize())) {
                throw why;
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read the folder %s: %s".formatted(folder, e.getMessage()), e);
    }
    Collections.sort(files);
    return files;
  }

  private static boolean isHidden(Path place) {
    for (Path part : place) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static boolean looksLikePicture(Path file) {
    return ending(file).filter(ENDINGS::contains).isPresent();
  }

  private static Optional<String> ending(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? Optional.of(name.substring(dot + 1)) : Optional.empty();
  }

  private static boolean isPattern(String argument) {
    return argument.chars().anyMatch(character -> PATTERN_CHARACTERS.indexOf(character) >= 0);
  }
}
