package io.diffsr.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of kinds that were handled wrongly once. All are synthetic. */
class PictureCasesTest {
  private static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);

  private static byte[] file(String name) throws IOException {
    try (InputStream stream = PictureCasesTest.class.getResourceAsStream("/cases/" + name)) {
      return stream.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // A directory in a directory, 3,600 deep; 3,000 directories over each other.
    "exif_nested_3600.jpg, 24, 18",
    "exif_overlap_91k.png, 24, 18",
    // Declares a profile of 2 GiB, which the reader of CMYK would allocate.
    "icc_size_7fffffff.jpg, 24, 18",
    "i8_tEXt_crc.png, 40, 28",
    "j_exif_after_SOF_6.jpg, 28, 40",
    "j_exif_twice_6_then_1.jpg, 28, 40",
    "o_png_exif_after_IDAT_6.png, 28, 40",
    "o_png_exif_prefixed.png, 28, 40",
  })
  void whatViewersShowIsReadAndUpright(String name, int width, int height) throws IOException {
    Picture picture = PictureDecoder.decode(file(name), LIMITS);
    assertEquals(width + " x " + height, picture.width() + " x " + picture.height());
  }

  /** The reader of CMYK takes the profile before the scan, whatever stands behind it. */
  @Test
  void anHonestProfileBehindTheScanDoesNotVouchForTheOneBefore() throws IOException {
    byte[] file = file("icc_size_7fffffff.jpg");
    byte[] profile = new byte[128];
    profile[3] = (byte) profile.length;
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(file, 0, file.length - 2);
    changed.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE2, 0, (byte) (16 + profile.length)});
    changed.writeBytes("ICC_PROFILE\0\1\1".getBytes(ISO_8859_1));
    changed.writeBytes(profile);
    changed.write(file, file.length - 2, 2);
    assertEquals(24, PictureDecoder.decode(changed.toByteArray(), LIMITS).width());
  }

  /** A transparent white, of which only the lowest bit counts. */
  @Test
  void bitsAboveThoseOfASampleMeanNothing() throws IOException {
    Picture picture = PictureDecoder.decode(file("i9_1bit_trns_highbits.png"), LIMITS);
    assertEquals(0f, picture.alpha()[0]);
    assertEquals(1f, picture.alpha()[1]);
  }

  @Test
  void transparencyBeforeThePaletteIsIgnored() throws IOException {
    assertNull(PictureDecoder.decode(file("i9_trns_before_plte.png"), LIMITS).alpha());
  }

  @Test
  void anAnimationIsRefusedByName() {
    PictureException refused =
        assertThrows(
            PictureException.class, () -> PictureDecoder.decode(file("i6_apng.png"), LIMITS));
    assertEquals(PictureException.Kind.UNSUPPORTED, refused.kind());
    assertTrue(refused.getMessage().contains("Animated PNG"), refused::getMessage);
  }
}
