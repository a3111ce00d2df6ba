package io.diffsr.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    "b_no_iend.png, 40, 28",
    // No end marker, and with zeros of a phone's video after the scan.
    "i3_noeoi_notrailer.jpg, 64, 48",
    "i3_noeoi_mp4zero.jpg, 64, 48",
    "i4a_zero26_before_DQT.jpg, 64, 48",
    "i5_mpo.jpg, 64, 48",
    "i5_ultrahdr.jpg, 64, 48",
    "i10_counts0.tif, 40, 28",
    "i10_counts_missing.tif, 40, 28",
    "t_next_ifd_beyond.tif, 40, 28",
    "ycc_jfif_adobe0.jpg, 64, 48",
    "cmyk_ids1234_noadobe.jpg, 64, 48",
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

  /** A phone's video behind the pixels, in which there are bytes like those of markers. */
  @Test
  void whateverStandsBehindTheLastBlockIsPassedOver() throws IOException {
    byte[] file = file("i3_noeoi_notrailer.jpg");
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 50; round++) {
      byte[] video = new byte[5000];
      random.nextBytes(video);
      assertEquals(64, PictureDecoder.decode(PictureBytes.join(file, video), LIMITS).width());
    }
  }

  /** A scan that is cut at a restart marker, and one that lacks what is between two of them. */
  @ParameterizedTest
  @ValueSource(strings = {"wn_b_trunc_at_restart.jpg", "wn_d_lost_segment.jpg"})
  void aScanThatLacksAPartIsDamaged(String name) throws IOException {
    byte[] file = file(name);
    PictureException refused =
        assertThrows(PictureException.class, () -> PictureHeaderReader.admit(file, LIMITS));
    assertEquals(PictureException.Kind.CORRUPT, refused.kind());
  }

  @Test
  void quantisersThatReadersDisagreeAboutAreRefused() throws IOException {
    byte[] file = file("q16_1.jpg");
    PictureException refused =
        assertThrows(PictureException.class, () -> PictureHeaderReader.admit(file, LIMITS));
    assertEquals(PictureException.Kind.UNSUPPORTED, refused.kind());
  }

  /** JFIF's marker counts, not Adobe's, which says that the components are red, green and blue. */
  @Test
  void contradictingMarkersMeanWhatBrowsersTakeThemFor() throws IOException {
    float[] colour = PictureDecoder.decode(file("ycc_jfif_adobe0.jpg"), LIMITS).colour();
    float[] expected = plain(file("ycc_jfif_adobe0.jpg"));
    assertArrayEquals(expected, colour, 0.02f);
  }

  /** The same file without Adobe's segment, as the Java runtime reads it. */
  private static float[] plain(byte[] file) throws IOException {
    byte[] without =
        PictureBytes.join(Arrays.copyOf(file, 20), Arrays.copyOfRange(file, 36, file.length));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(without));
    int size = image.getWidth() * image.getHeight();
    float[] planes = new float[3 * size];
    for (int i = 0; i < size; i++) {
      int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      for (int channel = 0; channel < 3; channel++) {
        planes[channel * size + i] = Samples.ofLevel((rgb >> (16 - 8 * channel)) & 0xFF, 8);
      }
    }
    return planes;
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
