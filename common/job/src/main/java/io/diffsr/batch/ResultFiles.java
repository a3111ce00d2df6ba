package io.diffsr.batch;

import io.diffsr.request.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names of results: beside their pictures, and for several pictures the same names in the same
 * folders below another.
 */
public final class ResultFiles {

  private ResultFiles() {}

  /** The file of a result beside its picture: NAME-WIDTHxHEIGHT. */
  public static Path beside(Path picture, int width, int height, OutputFormat format) {
    return named(picture, format, "-%dx%d".formatted(width, height));
  }

  /** The file that shows how far the samples of a result differ: NAME-uncertainty.png. */
  public static Path uncertaintyBeside(Path result) {
    return named(result, OutputFormat.PNG, "-uncertainty");
  }

  /**
   * The file of each picture's result, in their order; no two are the same.
   *
   * @param folder below which all of them lie
   * @throws IllegalArgumentException where a result would take the place of a picture
   */
  public static List<Path> of(List<BatchPicture> pictures, Path folder, OutputFormat format) {
    Map<Path, Integer> uses = new HashMap<>();
    pictures.forEach(picture -> uses.merge(named(picture.place(), format, ""), 1, Integer::sum));
    Set<Path> taken = new HashSet<>();
    List<Path> results = new ArrayList<>();
    for (BatchPicture picture : pictures) {
      results.add(folder.resolve(free(picture, format, uses, taken).toString()));
    }
    requireApart(pictures, results);
    return List.copyOf(results);
  }

  /** Those that differ in their endings alone keep these; what is still the same is numbered. */
  private static Path free(
      BatchPicture picture, OutputFormat format, Map<Path, Integer> uses, Set<Path> taken) {
    Path place = named(picture.place(), format, "");
    String ending = uses.getOrDefault(place, 0) > 1 ? ending(picture.place()) : "";
    Path result = named(picture.place(), format, ending);
    for (int number = 2; !taken.add(result); number++) {
      result = named(picture.place(), format, ending + "-" + number);
    }
    return result;
  }

  private static void requireApart(List<BatchPicture> pictures, List<Path> results) {
    Set<Path> files = new HashSet<>();
    results.forEach(result -> files.add(real(result)));
    for (BatchPicture picture : pictures) {
      if (files.contains(real(picture.file()))) {
        throw new IllegalArgumentException(
            "a result would take the place of %s; name another folder".formatted(picture.file()));
      }
    }
  }

  /** The place of a file that need not be there, without links on the way to it. */
  private static Path real(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    Path there = whole;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return there == null
          ? whole
          : there.toRealPath().resolve(there.relativize(whole)).normalize();
    } catch (IOException e) {
      return whole;
    }
  }

  private static String ending(Path place) {
    String name = String.valueOf(place.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(dot) : "";
  }

  private static Path named(Path place, OutputFormat format, String addition) {
    String name = String.valueOf(place.getFileName());
    int dot = name.lastIndexOf('.');
    String kept = dot > 0 ? name.substring(0, dot) : name;
    return place.resolveSibling(kept + addition + "." + format.extension());
  }
}
