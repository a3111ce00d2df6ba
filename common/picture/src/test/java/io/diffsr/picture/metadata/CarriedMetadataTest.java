package io.diffsr.picture.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.diffsr.picture.Interruption;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.PictureWarning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Photographs on their side, with Exif, GPS, XMP, IPTC, a profile and 300 pixels per inch. */
class CarriedMetadataTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 20, 1 << 20, 1 << 20);
  private static final Map<PictureFormat, String> EXTENSIONS =
      Map.of(
          PictureFormat.JPEG, "jpg",
          PictureFormat.PNG, "png",
          PictureFormat.WEBP, "webp",
          PictureFormat.TIFF, "tif");

  /** The directory of a preview. */
  private static final String PREVIEW = "IFD1:";

  @SuppressWarnings("ArrayRecordComponent") // Not compared by value.
  private record Carried(byte[] file, List<PictureWarning> warnings) {}

  static Stream<Arguments> ways() {
    return EXTENSIONS.keySet().stream()
        .flatMap(from -> EXTENSIONS.keySet().stream().map(to -> Arguments.of(from, to)));
  }

  /** As an enlargement to twice the size does it. */
  private static Carried carried(byte[] file, PictureFormat to) {
    PictureHeader header = PictureHeaderReader.admit(file, LIMITS);
    Picture picture = PictureDecoder.decode(file, LIMITS);
    Picture larger = picture.enlarged(36, 48, new float[3 * 36 * 48], null);
    List<PictureWarning> warnings = new ArrayList<>();
    PictureMetadata metadata =
        MetadataReader.read(file, header.format(), warnings::add)
            .enlarged(header, 36, 48)
            .fitting(to, warnings::add);
    return new Carried(
        PictureEncoder.encode(larger, metadata, to, 90, Interruption.NONE), warnings);
  }

  private static byte[] photograph(PictureFormat format) throws IOException {
    String name = "/metadata/photo." + EXTENSIONS.get(format);
    try (InputStream stream = CarriedMetadataTest.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatTheTargetCanHoldGoesOver(PictureFormat from, PictureFormat to) throws IOException {
    Carried result = carried(photograph(from), to);
    PictureHeader header = PictureHeaderReader.admit(result.file(), LIMITS);
    assertEquals("36 x 48", header.width() + " x " + header.height());
    assertNotNull(PictureDecoder.decode(result.file(), LIMITS).iccProfile());
    List<PictureWarning> none = new ArrayList<>();
    PictureMetadata read = MetadataReader.read(result.file(), to, none::add);
    assertEquals(List.of(), none);
    assertEquals(new Resolution(300, 300), read.resolution());
    assertNotNull(read.exif());
    String xmp = new String(read.xmp(), UTF_8);
    assertTrue(xmp.contains("A title"));
    assertTrue(xmp.contains("<tiff:Orientation>1<"), xmp);
    assertTrue(xmp.contains("<exif:PixelXDimension>36<"), xmp);
    boolean iptc =
        (from == PictureFormat.JPEG || from == PictureFormat.TIFF)
            && (to == PictureFormat.JPEG || to == PictureFormat.TIFF);
    assertEquals(iptc, read.iptc() != null);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void exiftoolFindsTheSameFieldsAfterwards(
      PictureFormat from, PictureFormat to, @TempDir Path folder) throws Exception {
    Path before = Files.write(folder.resolve("before." + EXTENSIONS.get(from)), photograph(from));
    Path after =
        Files.write(
            folder.resolve("after." + EXTENSIONS.get(to)), carried(photograph(from), to).file());
    Map<String, String> expected = fields(before);
    Map<String, String> found = fields(after);
    expected.replaceAll(
        (name, value) ->
            switch (name) {
              case "ExifIFD:ExifImageWidth", "XMP-exif:ExifImageWidth" -> "36";
              case "ExifIFD:ExifImageHeight" -> "48";
              case "XMP-tiff:Orientation" -> "1";
              default -> value;
            });
    // Said by the pixels' own format now, or about how they were stored.
    expected.keySet().removeIf(name -> name.endsWith("YCbCrPositioning"));
    expected.remove("IFD0:Orientation");
    expected.keySet().removeIf(name -> name.startsWith(PREVIEW));
    if (to != PictureFormat.JPEG && to != PictureFormat.TIFF) {
      expected.keySet().removeIf(name -> name.startsWith("IPTC"));
    }
    if (from == PictureFormat.PNG) {
      expected.keySet().removeIf(name -> name.startsWith("IPTC"));
    }
    assertEquals("1", found.getOrDefault("IFD0:Orientation", "1"));
    expected.forEach((name, value) -> assertEquals(value, found.get(name), name));
    assertTrue(found.keySet().stream().noneMatch(name -> name.startsWith(PREVIEW)));
  }

  /** What exiftool says about the groups that go over. */
  private static Map<String, String> fields(Path file) throws Exception {
    assumeTrue(exists(), "exiftool is not installed: what goes over is checked by our own reader");
    Process process =
        new ProcessBuilder(
                "exiftool",
                "-G1",
                "-s",
                "-n",
                "-a",
                "-IFD0:all",
                "-ExifIFD:all",
                "-GPS:all",
                "-InteropIFD:all",
                "-IFD1:all",
                "-XMP:all",
                "-IPTC:all",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), text);
    Map<String, String> fields = new TreeMap<>();
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(" : ");
      if (line.startsWith("[") && colon > 0) {
        String group = line.substring(1, line.indexOf(']'));
        String name = line.substring(line.indexOf(']') + 1, colon).trim();
        if (!STORAGE.contains(name)) {
          fields.put(group + ":" + name, line.substring(colon + 3));
        }
      }
      assertFalse(line.startsWith("Warning"), line);
    }
    return fields;
  }

  /** Fields of a TIFF file that are about how its pixels are stored. */
  private static final List<String> STORAGE =
      List.of(
          "ImageWidth",
          "ImageHeight",
          "BitsPerSample",
          "Compression",
          "PhotometricInterpretation",
          "StripOffsets",
          "SamplesPerPixel",
          "RowsPerStrip",
          "StripByteCounts",
          "PlanarConfiguration",
          "Predictor");

  private static boolean exists() {
    try {
      return new ProcessBuilder("exiftool", "-ver").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
