package io.diffsr.picture;

import static io.diffsr.picture.PictureBytes.bytes;
import static io.diffsr.picture.PictureBytes.chunk;
import static io.diffsr.picture.PictureBytes.exif;
import static io.diffsr.picture.PictureBytes.frame;
import static io.diffsr.picture.PictureBytes.join;
import static io.diffsr.picture.PictureBytes.jpeg;
import static io.diffsr.picture.PictureBytes.jpegExif;
import static io.diffsr.picture.PictureBytes.png;
import static io.diffsr.picture.PictureBytes.pngEnd;
import static io.diffsr.picture.PictureBytes.pngStart;
import static io.diffsr.picture.PictureBytes.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureHeaderReaderTest {

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, false",
    "2, 0, 1, false",
    "4, 0, 1, false",
    "8, 0, 1, false",
    "16, 0, 1, false",
    "8, 2, 3, false",
    "16, 2, 3, false",
    "1, 3, 3, false",
    "8, 3, 3, false",
    "8, 4, 1, true",
    "16, 4, 1, true",
    "8, 6, 3, true",
    "16, 6, 3, true"
  })
  void everyKindOfPngIsRead(int bitDepth, int colourType, int channels, boolean alpha) {
    assertEquals(
        new PictureHeader(
            PictureFormat.PNG, 300, 70_000, channels, bitDepth, alpha, Orientation.UPRIGHT),
        PictureHeaderReader.read(png(300, 70_000, bitDepth, colourType)));
  }

  @Test
  void transparencyAndOrientationOfPngAreRead() {
    byte[] file =
        join(
            pngStart(7, 5, 8, 3),
            chunk("eXIf", exif(6)),
            chunk("PLTE", bytes(1, 2, 3)),
            chunk("tRNS", bytes(0)),
            pngEnd());
    PictureHeader header = PictureHeaderReader.read(file);
    assertTrue(header.alpha());
    assertEquals(5, header.width());
    assertEquals(7, header.height());
    assertEquals(7, header.storedWidth());
    assertEquals(5, header.storedHeight());
    assertEquals(35, header.pixels());
  }

  @ParameterizedTest
  @CsvSource({"0xC0, 1, 1", "0xC0, 3, 3", "0xC1, 3, 3", "0xC2, 3, 3", "0xC2, 4, 3"})
  void baselineAndProgressiveJpegIsRead(int marker, int components, int channels) {
    PictureHeader header =
        PictureHeaderReader.read(jpeg(frame(marker, 8, 640, 65_535, components)));
    assertEquals(
        new PictureHeader(PictureFormat.JPEG, 640, 65_535, channels, 8, false, Orientation.UPRIGHT),
        header);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void theExifOrientationIsRead(int orientation) {
    PictureHeader header =
        PictureHeaderReader.read(jpeg(jpegExif(orientation), frame(0xC0, 8, 30, 20, 3)));
    assertEquals(orientation, header.orientation().exifValue());
    assertEquals(orientation >= 5, header.orientation().swapsAxes());
    assertEquals(orientation >= 5 ? 20 : 30, header.width());
    assertEquals(30, header.storedWidth());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 255})
  void meaninglessOrientationsCountAsUpright(int orientation) {
    PictureHeader header =
        PictureHeaderReader.read(jpeg(jpegExif(orientation), frame(0xC0, 8, 30, 20, 3)));
    assertEquals(Orientation.UPRIGHT, header.orientation());
  }

  @Test
  void aDamagedExifBlockIsNoReasonToRefuse() {
    byte[] torn = segment(0xE1, Arrays.copyOf(bytes('E', 'x', 'i', 'f', 0, 0, 'M', 'M'), 9));
    PictureHeader header = PictureHeaderReader.read(jpeg(torn, frame(0xC0, 8, 30, 20, 3)));
    assertEquals(Orientation.UPRIGHT, header.orientation());
  }

  /** A thumbnail is a whole picture inside a segment; its size is not the picture's. */
  @Test
  void aThumbnailIsNotMistakenForThePicture() {
    byte[] thumbnail = jpeg(frame(0xC0, 8, 16, 12, 3));
    byte[] file = jpeg(segment(0xE2, thumbnail), frame(0xC0, 8, 640, 480, 3));
    assertEquals(640, PictureHeaderReader.read(file).width());
    PictureHeaderReader.verifyComplete(file);
  }

  @Test
  void theHeaderOfAFileThatIsCutOffAfterItIsRead() {
    byte[] file = pngStart(60_000, 60_000, 8, 2);
    assertEquals(60_000, PictureHeaderReader.read(file).width());
  }

  @Test
  void everyOrientationMapsEachPixelToADifferentOne() {
    for (Orientation orientation : Orientation.values()) {
      int width = orientation.swapsAxes() ? 2 : 3;
      boolean[] seen = new boolean[6];
      for (int i = 0; i < 6; i++) {
        int stored = orientation.storedIndex(i % width, i / width, 3, 2);
        assertFalse(seen[stored]);
        seen[stored] = true;
      }
    }
  }
}
