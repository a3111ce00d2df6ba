package io.diffsr.picture.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.testing.FileMutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Mutated files of every format: some with each build, and as many as are asked for by
 * deploy/fuzz-pictures, which keeps those that break a promise.
 */
class PictureFuzzTest {
  private static final int FILES = Integer.getInteger("diffsr.fuzz.files", 4000);
  private static final long SEED = Long.getLong("diffsr.fuzz.seed", 1);
  private static final Path FOUND = Path.of("target", "fuzz");

  @Test
  void everySampleIsReadOrRefused() {
    PictureFuzz fuzz = new PictureFuzz();
    FuzzSamples.all().forEach(fuzz::read);
    assertTrue(fuzz.outcomes().keySet().toString().contains("GIF: read"), fuzz::toString);
  }

  @Test
  void noMutationBreaksAPromise() throws IOException {
    FileMutations mutations = new FileMutations(FuzzSamples.all());
    PictureFuzz fuzz = new PictureFuzz();
    List<String> broken = new ArrayList<>();
    double slowest = 0;
    long start = System.nanoTime();
    for (long number = 0; number < FILES; number++) {
      byte[] file = mutations.file(SEED, number);
      long before = System.nanoTime();
      try {
        fuzz.read(file);
      } catch (RuntimeException | Error e) {
        Files.createDirectories(FOUND);
        Path kept = FOUND.resolve("seed-%d-%d.bin".formatted(SEED, number));
        Files.write(kept, file);
        broken.add("%s: %s".formatted(kept, e));
      }
      slowest = Math.max(slowest, (System.nanoTime() - before) / 1e6);
    }
    report(fuzz, slowest, (System.nanoTime() - start) / 1e9);
    assertEquals(List.of(), broken);
  }

  private static void report(PictureFuzz fuzz, double slowest, double seconds) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "# %,d mutated files, seed %d%n%n%.0f s; the slowest took %.0f ms.%n%n"
                + "| outcome | files |%n|---|---|%n",
            FILES,
            SEED,
            seconds,
            slowest));
    fuzz.outcomes()
        .forEach(
            (outcome, files) ->
                text.append("| ").append(outcome).append(" | ").append(files).append(" |\n"));
    Files.createDirectories(FOUND);
    Files.writeString(FOUND.resolve("seed-%d.md".formatted(SEED)), text);
  }
}
