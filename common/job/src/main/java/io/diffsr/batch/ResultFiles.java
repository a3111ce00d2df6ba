package io.diffsr.batch;

import io.diffsr.request.OutputFormat;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the results of several pictures go: the same names in the same folders below another. */
public final class ResultFiles {

  private ResultFiles() {}

  /**
   * The file of each picture's result, in their order.
   *
   * @param folder below which all of them lie
   * @throws IllegalArgumentException where a result would take the place of a picture
   */
  public static List<Path> of(List<BatchPicture> pictures, Path folder, OutputFormat format) {
    Map<Path, Integer> uses = new HashMap<>();
    pictures.forEach(picture -> uses.merge(named(picture.place(), format, false), 1, Integer::sum));
    List<Path> results =
        pictures.stream().map(picture -> result(picture, folder, format, uses)).toList();
    Set<Path> taken = new HashSet<>();
    results.forEach(result -> taken.add(result.toAbsolutePath().normalize()));
    for (BatchPicture picture : pictures) {
      if (taken.contains(picture.file().toAbsolutePath().normalize())) {
        throw new IllegalArgumentException(
            "a result would take the place of %s; name another folder".formatted(picture.file()));
      }
    }
    return results;
  }

  private static Path result(
      BatchPicture picture, Path folder, OutputFormat format, Map<Path, Integer> uses) {
    Path place = named(picture.place(), format, false);
    // Two that differ in their endings alone keep these.
    boolean shared = uses.getOrDefault(place, 0) > 1;
    return folder.resolve((shared ? named(picture.place(), format, true) : place).toString());
  }

  private static Path named(Path place, OutputFormat format, boolean keepEnding) {
    String name = String.valueOf(place.getFileName());
    int dot = name.lastIndexOf('.');
    String kept = dot > 0 && !keepEnding ? name.substring(0, dot) : name;
    return place.resolveSibling(kept + "." + format.extension());
  }
}
