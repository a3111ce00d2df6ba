package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.ErrorCategory;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.picture.PictureLimits;
import io.diffsr.request.OutputFormat;
import io.diffsr.run.UpscaleException;
import io.diffsr.run.UpscaleObserver;
import io.diffsr.testing.FileMutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Jobs of mutated files: enlarged, or refused as the file's fault; nothing else. */
class JobFuzzTest {
  private static final int FILES = Integer.getInteger("diffsr.fuzz.files", 4000) / 10;
  private static final long SEED = Long.getLong("diffsr.fuzz.seed", 1);
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 18, 1 << 20);
  private static final Path RESOURCES =
      Path.of("../../common/picture/src/test/resources").toAbsolutePath().normalize();
  private static final Path FOUND = Path.of("target", "fuzz");

  private final SuperResolution engine =
      new SuperResolution(TestRuns.only(TestRuns.gaussian(0, 0.2)), LIMITS);

  private static List<byte[]> samples() throws IOException {
    List<byte[]> samples = new ArrayList<>();
    for (String folder : List.of("cases", "metadata")) {
      try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
        for (Path file : files.sorted().toList()) {
          samples.add(Files.readAllBytes(file));
        }
      }
    }
    for (int channels : new int[] {1, 3}) {
      Picture picture = TestRuns.picture(24, 18, channels, 0.8);
      for (PictureFormat format :
          List.of(PictureFormat.PNG, PictureFormat.JPEG, PictureFormat.WEBP, PictureFormat.TIFF)) {
        samples.add(PictureEncoder.encode(picture, format, 80));
      }
    }
    return samples;
  }

  @Test
  void noJobFailsByAFaultOfOurs() throws IOException {
    FileMutations mutations = new FileMutations(samples());
    List<String> broken = new ArrayList<>();
    int enlarged = 0;
    for (int number = 0; number < FILES; number++) {
      byte[] file = mutations.file(SEED, number);
      try {
        enlarged += run(file, number) ? 1 : 0;
      } catch (RuntimeException | Error e) {
        Files.createDirectories(FOUND);
        Path kept = FOUND.resolve("job-seed-%d-%d.bin".formatted(SEED, number));
        Files.write(kept, file);
        broken.add("%s: %s".formatted(kept, e));
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(enlarged > FILES / 10, () -> "of " + FILES + ", hardly any can be read");
  }

  /** Whether it is enlarged. */
  private boolean run(byte[] file, int number) {
    PictureHeader header;
    try {
      header = PictureHeaderReader.admit(file, LIMITS);
    } catch (PictureException e) {
      return false;
    }
    OutputFormat[] formats = OutputFormat.values();
    try {
      UpscaleResult result =
          engine.run(
              TestRuns.spec(header.width() + number % 3, 2 * header.height())
                  .method(number % 4 == 0 ? "diff-sr" : "pinv")
                  .steps(2)
                  .format(formats[number % formats.length])
                  .build(),
              file,
              UpscaleObserver.NONE);
      assertEquals(header.width() + number % 3, result.report().width());
      return true;
    } catch (UpscaleException e) {
      assertEquals(ErrorCategory.INPUT, e.code().category(), e.toString());
      return false;
    }
  }
}
