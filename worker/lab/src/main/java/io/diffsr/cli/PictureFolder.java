package io.diffsr.cli;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The PNG and JPEG pictures of a folder. */
final class PictureFolder {
  /** Whoever runs the command owns the pictures. */
  static final PictureLimits OWN_PICTURES =
      new PictureLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

  private PictureFolder() {}

  /**
   * The pictures' files in alphabetical order.
   *
   * @param limit at most so many, spread evenly over all
   */
  static List<Path> list(Path folder, Optional<Integer> limit) {
    if (!Files.isDirectory(folder)) {
      throw CommandException.wrongUse("there is no folder %s".formatted(folder));
    }
    if (limit.isPresent() && limit.get() < 1) {
      throw CommandException.wrongUse("--limit must be at least 1");
    }
    List<Path> all;
    try (Stream<Path> entries = Files.list(folder)) {
      all = entries.filter(PictureFolder::isPicture).sorted().toList();
    } catch (IOException e) {
      throw CommandException.failed("cannot read %s: %s".formatted(folder, e));
    }
    if (all.isEmpty()) {
      throw CommandException.wrongUse("%s holds no PNG or JPEG pictures".formatted(folder));
    }
    int count = Math.min(limit.orElse(all.size()), all.size());
    List<Path> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(all.get((int) ((long) i * all.size() / count)));
    }
    return chosen;
  }

  private static boolean isPicture(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
  }

  /** The picture in colour, without its opacity and its profile. */
  static Picture read(Path file) {
    try {
      Picture picture = PictureDecoder.decode(WholeFile.read(file), OWN_PICTURES);
      return Picture.of(picture.width(), picture.height(), 3, picture.rgb());
    } catch (PictureException e) {
      throw CommandException.wrongUse("%s: %s".formatted(file, e.getMessage()));
    }
  }
}
