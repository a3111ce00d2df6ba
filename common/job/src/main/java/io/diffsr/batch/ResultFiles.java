package io.diffsr.batch;

import io.diffsr.request.OutputFormat;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the results of several pictures go: the same names in the same folders below another. */
public final class ResultFiles {

  private ResultFiles() {}

  /**
   * The file of each picture's result, in their order.
   *
   * @param folder below which all of them lie
   */
  public static List<Path> of(List<BatchPicture> pictures, Path folder, OutputFormat format) {
    Map<Path, Integer> uses = new HashMap<>();
    pictures.forEach(picture -> uses.merge(named(picture.place(), format, false), 1, Integer::sum));
    return pictures.stream()
        .map(
            picture -> {
              // Two that differ in their endings alone keep these.
              boolean shared = uses.getOrDefault(named(picture.place(), format, false), 0) > 1;
              return folder.resolve(named(picture.place(), format, shared).toString());
            })
        .toList();
  }

  private static Path named(Path place, OutputFormat format, boolean keepEnding) {
    String name = String.valueOf(place.getFileName());
    int dot = name.lastIndexOf('.');
    String kept = dot > 0 && !keepEnding ? name.substring(0, dot) : name;
    return place.resolveSibling(kept + "." + format.extension());
  }
}
