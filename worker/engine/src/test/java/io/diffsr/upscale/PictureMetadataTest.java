package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.picture.Interruption;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.metadata.MetadataReader;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.Resolution;
import io.diffsr.request.JobWarning;
import io.diffsr.request.MetadataHandling;
import io.diffsr.request.OutputFormat;
import io.diffsr.request.UpscaleSpecBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PictureMetadataTest {
  private static final Picture INPUT = TestRuns.picture(13, 9, 3, 0.8);
  private static final byte[] SRGB = {0};
  private static final byte[] FILE =
      PictureEncoder.encode(
          INPUT,
          new PictureMetadata(
              null,
              null,
              null,
              new Resolution(300, 300),
              Map.of("sRGB", SRGB),
              List.of(
                  new PictureMetadata.Text(
                      "tEXt", "Title\0A picture".getBytes(StandardCharsets.ISO_8859_1))),
              List.of()),
          PictureFormat.PNG,
          100,
          Interruption.NONE);

  private static UpscaleResult enlarged(OutputFormat format, MetadataHandling handling) {
    return TestRuns.run(
        TestRuns.noModels(),
        UpscaleSpecBuilder.builder(TestRuns.spec(35, 24).method("bicubic").format(format).build())
            .pictureMetadata(handling)
            .build(),
        FILE);
  }

  @Test
  void whatTheFileSaysGoesOver() {
    UpscaleResult result = enlarged(OutputFormat.PNG, MetadataHandling.KEEP);
    PictureMetadata metadata =
        MetadataReader.read(result.bytes(), PictureFormat.PNG, warning -> {});
    assertEquals(new Resolution(300, 300), metadata.resolution());
    assertEquals(1, metadata.texts().size());
    assertEquals(List.of(), result.report().warnings());
  }

  @Test
  void whatTheResultHasNoPlaceForIsAWarning() {
    UpscaleResult result = enlarged(OutputFormat.JPEG, MetadataHandling.KEEP);
    assertEquals(
        new Resolution(300, 300),
        MetadataReader.read(result.bytes(), PictureFormat.JPEG, warning -> {}).resolution());
    List<JobWarning> warnings = result.report().warnings();
    assertEquals(List.of("metadata_dropped"), warnings.stream().map(JobWarning::code).toList());
    assertTrue(warnings.get(0).text().contains("texts"), warnings::toString);
  }

  @Test
  void strippedOfMetadataAResultStillSaysHowItsColourIsMeant() {
    UpscaleResult result = enlarged(OutputFormat.PNG, MetadataHandling.STRIP);
    PictureMetadata metadata =
        MetadataReader.read(result.bytes(), PictureFormat.PNG, warning -> {});
    assertNull(metadata.resolution());
    assertEquals(List.of(), metadata.texts());
    assertTrue(metadata.colour().containsKey("sRGB"));
    assertEquals(
        List.of(), enlarged(OutputFormat.JPEG, MetadataHandling.STRIP).report().warnings());
  }
}
