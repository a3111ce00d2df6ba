package io.diffsr.picture;

import static io.diffsr.picture.PictureBytes.bytes;
import static io.diffsr.picture.PictureBytes.chunk;
import static io.diffsr.picture.PictureBytes.frame;
import static io.diffsr.picture.PictureBytes.join;
import static io.diffsr.picture.PictureBytes.jpeg;
import static io.diffsr.picture.PictureBytes.png;
import static io.diffsr.picture.PictureBytes.pngStart;
import static io.diffsr.picture.PictureBytes.segment;
import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.NOT_A_PICTURE;
import static io.diffsr.picture.PictureException.Kind.TOO_MANY_BYTES;
import static io.diffsr.picture.PictureException.Kind.TOO_MANY_PIXELS;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.picture.PictureException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureRefusalTest {
  private static final PictureLimits LIMITS = new PictureLimits(1000, 2000, 4000);

  @Test
  void soundPicturesAreAdmitted(@TempDir Path folder) throws IOException {
    for (byte[] file : new byte[][] {png(50, 40, 8, 2), jpeg(frame(0xC0, 8, 50, 40, 3))}) {
      assertEquals(2000, PictureHeaderReader.admit(file, LIMITS).pixels());
      Path path = Files.write(folder.resolve("picture"), file);
      assertEquals(2000, PictureHeaderReader.admit(path, LIMITS).pixels());
    }
  }

  @Test
  void aFileCutOffAnywhereIsCorrupt() {
    for (byte[] file : new byte[][] {png(50, 40, 8, 2), jpeg(frame(0xC0, 8, 50, 40, 3))}) {
      for (int length = 12; length < file.length; length++) {
        assertEquals(CORRUPT, refusal(Arrays.copyOf(file, length)), "cut to " + length);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'....ftypheic', a HEIC picture",
    "'....ftypmif1', a HEIC picture",
    "'....ftypavif', an AVIF picture",
    "'....ftypcrx ', raw picture (CR3)",
    "'....ftypisom', a video",
    "'8BPS\0\1..', a Photoshop document",
    "'%PDF-1.7', a PDF document",
    "'<svg xmlns=\"a\"/>', an SVG drawing",
    "'<?xml version=\"1.0\"?><svg>', an SVG drawing",
    "'<?xml version=\"1.0\"?><!-- by a program --><!DOCTYPE svg PUBLIC \"-\">', an SVG drawing",
    "' <!-- first --> <svg>', an SVG drawing",
    "'FUJIFILMCCD-RAW ', raw picture",
  })
  void aFormatThatIsNotReadIsNamed(String start, String name) {
    byte[] file = Arrays.copyOf(start.getBytes(ISO_8859_1), 400);
    PictureException refused =
        assertThrows(PictureException.class, () -> PictureHeaderReader.read(file));
    assertEquals(UNSUPPORTED, refused.kind());
    assertTrue(refused.getMessage().contains(name), refused::getMessage);
    assertTrue(refused.getMessage().contains("send it as PNG"), refused::getMessage);
  }

  @Test
  void anEmptyFileIsCorruptAndOtherBytesAreNoPicture() {
    assertEquals(CORRUPT, refusal(new byte[0]));
    assertEquals(NOT_A_PICTURE, refusal("<html><body/></html>".getBytes(ISO_8859_1)));
    assertEquals(NOT_A_PICTURE, refusal(bytes(0x89, 'P', 'N')));
    assertEquals(NOT_A_PICTURE, refusal(new byte[100]));
  }

  @Test
  void theFormatsThatAreReadAreNamed() {
    PictureException refused =
        assertThrows(PictureException.class, () -> PictureHeaderReader.read(new byte[20]));
    assertEquals(
        "The file is not a PNG, JPEG, WebP, TIFF, BMP or GIF picture.", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0xC3, 8, 3", "0xC9, 8, 3", "0xCF, 8, 1", "0xC1, 12, 3", "0xC0, 8, 2"})
  void variantsOfJpegThatAreNotReadAreRefused(int marker, int bitDepth, int components) {
    assertEquals(UNSUPPORTED, refusal(jpeg(frame(marker, bitDepth, 50, 40, components))));
  }

  @Test
  void aJpegThatKeepsTheDecoderBusyWithScansIsRefused() {
    byte[] scan = segment(0xDA, new byte[1]);
    byte[] file = frame(0xC2, 8, 50, 40, 3);
    for (int scans = 1; scans <= 100; scans++) {
      file = join(file, scan);
    }
    assertEquals(UNSUPPORTED, refusal(jpeg(file)));
  }

  @Test
  void aJpegWithoutAScanIsCorrupt() {
    byte[] file = join(bytes(0xFF, 0xD8), frame(0xC0, 8, 50, 40, 3), bytes(0xFF, 0xD9));
    assertEquals(CORRUPT, refusal(file));
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 8, 2", "4, 0, 8, 2", "-1, 4, 8, 2", "4, 4, 3, 0", "4, 4, 16, 3", "4, 4, 8, 5"})
  void pngHeadersThatMakeNoSenseAreCorrupt(int width, int height, int bitDepth, int colourType) {
    assertEquals(CORRUPT, refusal(png(width, height, bitDepth, colourType)));
  }

  @Test
  void structuresWithoutAPictureAreCorrupt() {
    assertEquals(CORRUPT, refusal(jpeg()));
    assertEquals(CORRUPT, refusal(jpeg(frame(0xC0, 8, 0, 40, 3))));
    assertEquals(CORRUPT, refusal(bytes(0xFF, 0xD8, 0xFF, 0xD9)));
    assertEquals(CORRUPT, refusal(bytes(0xFF, 0xD8, 0xFF, 0xE0, 0, 1)));
    assertEquals(CORRUPT, refusal(join(pngStart(4, 4, 8, 0), chunk("IEND", new byte[0]))));
    byte[] headless = join(Arrays.copyOf(png(4, 4, 8, 0), 8), chunk("IDAT", new byte[9]));
    assertEquals(CORRUPT, refusal(headless));
  }

  @Test
  void aFlippedBitInAPngIsCorrupt() {
    byte[] sound = png(50, 40, 8, 2);
    for (int i = 16; i < sound.length; i++) {
      byte[] file = sound.clone();
      file[i] ^= 4;
      assertThrows(PictureException.class, () -> PictureHeaderReader.verifyComplete(file));
    }
  }

  @Test
  void aChunkThatDeclaresTwoGigabytesIsNotTrusted() {
    byte[] file = join(pngStart(4, 4, 8, 0), bytes(0x7F, 0xFF, 0xFF, 0xFF, 'e', 'X', 'I', 'f', 1));
    assertEquals(CORRUPT, refusal(file));
  }

  /** What a web server might take the rest for is no part of the picture and never read. */
  @Test
  void bytesAfterTheEndAreTolerated() {
    byte[] page = "<script>alert(1)</script>PK\3\4".getBytes(ISO_8859_1);
    assertEquals(50, PictureHeaderReader.admit(join(png(50, 40, 8, 2), page), LIMITS).width());
    byte[] jpeg = join(jpeg(frame(0xC0, 8, 50, 40, 3)), page);
    assertEquals(PictureFormat.JPEG, PictureHeaderReader.admit(jpeg, LIMITS).format());
    assertEquals(NOT_A_PICTURE, refusal(join(page, png(50, 40, 8, 2))));
  }

  @Test
  void limitsAreCheckedInOrderAndAgainstTheHeaderAlone() {
    assertEquals(TOO_MANY_BYTES, refusal(new byte[1001]));
    assertEquals(TOO_MANY_PIXELS, refusal(pngStart(60_000, 60_000, 16, 6)));
    assertEquals(TOO_MANY_PIXELS, refusal(png(2001, 1, 8, 2)));
    assertEquals(TOO_MANY_PIXELS, refusal(jpeg(frame(0xC0, 8, 65_535, 65_535, 3))));
  }

  @Test
  void aResultBeyondTheLimitIsRefused() {
    LIMITS.requireOutput(80, 50);
    PictureException refused =
        assertThrows(PictureException.class, () -> LIMITS.requireOutput(50_000, 80_000));
    assertEquals(TOO_MANY_PIXELS, refused.kind());
    assertEquals(
        "The result has 50000 × 80000 = 4,000,000,000 pixels; a result may have 4,000 pixels.",
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void limitsBelowOneAreNoLimits(long limit) {
    assertThrows(IllegalArgumentException.class, () -> new PictureLimits(limit, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new PictureLimits(1, limit, 1));
    assertThrows(IllegalArgumentException.class, () -> new PictureLimits(1, 1, limit));
  }

  @Test
  void randomBytesBehindASignatureAreRefusedWithoutAnyOtherException() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 2000; round++) {
      byte[] file = (round % 2 == 0 ? png(50, 40, 8, 2) : jpeg(frame(0xC0, 8, 50, 40, 3)));
      int from = 8 + random.nextInt(20);
      for (int i = from; i < file.length; i++) {
        file[i] = (byte) random.nextInt(256);
      }
      try {
        PictureHeaderReader.admit(file, LIMITS);
      } catch (PictureException e) {
        assertFalse(e.getMessage().isBlank());
      }
    }
  }

  private static Kind refusal(byte[] file) {
    return assertThrows(PictureException.class, () -> PictureHeaderReader.admit(file, LIMITS))
        .kind();
  }
}
