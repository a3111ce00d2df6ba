package io.diffsr.picture;

import static io.diffsr.picture.PictureBytes.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.diffsr.picture.heif.HeifProgram;
import io.diffsr.picture.metadata.MetadataReader;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.Resolution;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HEIC and AVIF by libheif's program, which most machines do not have. */
class HeifIntakeTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 20, 1 << 20, 1 << 20);
  private static final Optional<HeifProgram> PROGRAM = HeifProgram.find("auto");

  @TempDir Path folder;

  private static byte[] sample(String name) {
    try (InputStream stream = HeifIntakeTest.class.getResourceAsStream("/heif/" + name)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file as it is taken in. */
  @SuppressWarnings("ArrayRecordComponent") // Not compared by value.
  private record Read(byte[] png, PictureHeader header, List<PictureWarning> warnings) {
    Picture picture() {
      return PictureDecoder.decode(png, LIMITS);
    }

    PictureMetadata metadata() {
      return MetadataReader.read(
          png,
          PictureFormat.PNG,
          warning -> {
            throw new AssertionError(warning);
          });
    }
  }

  private Read take(byte[] file) throws IOException {
    assumeTrue(
        PROGRAM.isPresent(),
        "libheif's heif-convert is not installed: HEIC and AVIF are refused here, and not decoded");
    Path path = Files.write(folder.resolve("in"), file);
    try (PictureIntake.Taken taken = new PictureIntake(LIMITS, PROGRAM, folder).take(path)) {
      return new Read(Files.readAllBytes(taken.file()), taken.header(), taken.warnings());
    } finally {
      Files.delete(path);
      try (Stream<Path> left = Files.list(folder)) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  private static void assertColour(Picture picture, int x, int y, double... colour) {
    for (int channel = 0; channel < colour.length; channel++) {
      int at = (channel * picture.height() + y) * picture.width() + x;
      assertEquals(colour[channel], (picture.colour()[at] + 1) * 127.5, 12, "channel " + channel);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"photo.heic", "photo.avif"})
  void aPhotographComesUprightWithWhatIsSaidAboutIt(String name) throws IOException {
    Read read = take(sample(name));
    assertEquals(
        new PictureHeader(PictureFormat.PNG, 32, 48, 3, 8, false, Orientation.UPRIGHT),
        read.header());
    Picture picture = read.picture();
    // The file turns it clockwise, and its Exif, which does not count, says the same once more.
    assertColour(picture, 4, 4, 30, 30, 220);
    assertColour(picture, 27, 4, 220, 30, 30);
    assertColour(picture, 27, 43, 30, 200, 30);
    assertNotNull(picture.iccProfile());
    PictureMetadata metadata = read.metadata();
    assertEquals(new Resolution(300, 300), metadata.resolution());
    assertNotNull(metadata.exif());
    assertTrue(new String(metadata.xmp(), UTF_8).contains("A title"));
    assertEquals(List.of(), read.warnings());
  }

  @Test
  void oneOfTwoPicturesIsTakenWithItsOpacity() throws IOException {
    Read read = take(sample("two-with-opacity.heic"));
    assertTrue(read.header().alpha());
    assertEquals(
        List.of(PictureWarning.Code.SECOND_PICTURE_LEFT_OUT),
        read.warnings().stream().map(PictureWarning::code).toList());
    Picture picture = read.picture();
    assertColour(picture, 4, 4, 220, 30, 30);
    assertEquals(1, picture.alpha()[0], 0.01);
    assertEquals(128 / 255.0, picture.alpha()[40], 0.02);
  }

  @Test
  void tenBitsStayMoreThanEight() throws IOException {
    Read read = take(sample("ten-bits.heic"));
    assertEquals(16, read.header().bitDepth());
    assertColour(read.picture(), 24, 16, 24 * 1365 / 257.0, 16 * 2114 / 257.0, 30_000 / 257.0);
  }

  @Test
  void colourWithoutProfileIsSaidByCodePoints() throws IOException {
    Read read = take(sample("pq.avif"));
    assertNull(read.picture().iccProfile());
    assertArrayEquals(bytes(9, 16, 0, 1), read.metadata().colour().get("cICP"));
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsDecoded() throws IOException {
    byte[] file = sample("photo.avif");
    String text = new String(file, ISO_8859_1);
    for (int at = text.indexOf("ispe"); at >= 0; at = text.indexOf("ispe", at + 1)) {
      System.arraycopy(bytes(0, 0, 0x40, 0, 0, 0, 0x40, 0), 0, file, at + 8, 8);
    }
    PictureException refused = assertThrows(PictureException.class, () -> take(file));
    assertEquals(PictureException.Kind.TOO_MANY_PIXELS, refused.kind());
  }

  @ParameterizedTest
  @CsvSource({"avis, UNSUPPORTED", "hevc, UNSUPPORTED", "msf1, UNSUPPORTED"})
  void animationsAreRefused(String brand, PictureException.Kind kind) throws IOException {
    byte[] file = sample("photo.avif");
    System.arraycopy(brand.getBytes(ISO_8859_1), 0, file, 8, 4);
    assertEquals(kind, assertThrows(PictureException.class, () -> take(file)).kind());
  }

  @Test
  void damageIsTheFilesFault() throws IOException {
    byte[] whole = sample("photo.avif");
    for (int length = 12; length < whole.length; length += 97) {
      byte[] cut = Arrays.copyOf(whole, length);
      PictureException refused = assertThrows(PictureException.class, () -> take(cut));
      assertEquals(PictureException.Kind.CORRUPT, refused.kind(), "cut to " + length);
    }
    Random random = new Random(Integer.getInteger("diffsr.heif.seed", 1));
    for (String name : List.of("photo.heic", "two-with-opacity.heic", "pq.avif")) {
      for (int i = 0; i < Integer.getInteger("diffsr.heif.mutations", 100); i++) {
        byte[] mutated = sample(name);
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          // Behind the brand, and mostly in what describes the picture.
          mutated[12 + random.nextInt(Math.min(1200, mutated.length - 12))] =
              (byte) random.nextInt(256);
        }
        try {
          Read read = take(mutated);
          assertEquals(
              read.header().pixels(), read.picture().width() * (long) read.picture().height());
        } catch (PictureException e) {
          assertNotNull(e.getMessage());
        }
      }
    }
  }

  @Test
  void withoutTheProgramTheyAreRefusedByName() throws IOException {
    Path path = Files.write(folder.resolve("in"), sample("photo.heic"));
    PictureIntake intake = new PictureIntake(LIMITS, HeifProgram.find("off"), folder);
    PictureException refused = assertThrows(PictureException.class, () -> intake.take(path));
    assertEquals(PictureException.Kind.UNSUPPORTED, refused.kind());
    assertTrue(refused.getMessage().contains("a HEIC picture"), refused.getMessage());
    assertTrue(refused.getMessage().contains("heif-convert"), refused.getMessage());
  }
}
