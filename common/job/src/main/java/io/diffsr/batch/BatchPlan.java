package io.diffsr.batch;

import io.diffsr.request.OutputFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several pictures that a command line names, and where their results go.
 *
 * @param tasks in the order of the command line
 */
public record BatchPlan(List<Task> tasks) {
  public BatchPlan {
    tasks = List.copyOf(tasks);
  }

  /** A picture's file and the file of its result. */
  public record Task(Path picture, Path result) {}

  /** Whether a command line names several pictures, or a folder for the result of one. */
  public static boolean isMeant(List<String> arguments, Optional<Path> out) {
    return arguments.size() > 1
        || PictureInputs.areSeveral(arguments.get(0))
        || out.filter(Files::isDirectory).isPresent();
  }

  /**
   * The plan.
   *
   * @param out the folder of the results
   * @throws IllegalArgumentException where it cannot be; the message says why
   */
  public static BatchPlan of(List<String> arguments, Optional<Path> out, OutputFormat format) {
    Path folder =
        out.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "several pictures need --out and a folder for results"));
    if (Files.isRegularFile(folder)) {
      throw new IllegalArgumentException(
          "--out %s is a file; several pictures need a folder".formatted(folder));
    }
    List<BatchPicture> pictures = PictureInputs.of(arguments, folder);
    List<Path> results = ResultFiles.of(pictures, folder, format);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      tasks.add(new Task(pictures.get(i).file(), results.get(i)));
    }
    return new BatchPlan(tasks);
  }
}
