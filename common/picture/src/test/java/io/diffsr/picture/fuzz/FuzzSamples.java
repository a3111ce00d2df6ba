package io.diffsr.picture.fuzz;

import io.diffsr.picture.Interruption;
import io.diffsr.picture.MatrixProfile;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.jpeg.JpegEncoder;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.Resolution;
import io.diffsr.picture.png.PngFileBuilder;
import io.diffsr.picture.tiff.TiffFileBuilder;
import io.diffsr.picture.webp.WebpFileBuilder;
import io.diffsr.testing.RandomPlanes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Small files of every kind that is read, for mutations to start from. */
final class FuzzSamples {
  private static final List<String> RESOURCES =
      List.of(
          "cases/b_no_iend.png",
          "cases/cmyk_ids1234_noadobe.jpg",
          "cases/exif_nested_3600.jpg",
          "cases/exif_overlap_91k.png",
          "cases/i10_counts_missing.tif",
          "cases/i3_noeoi_notrailer.jpg",
          "cases/i5_ultrahdr.jpg",
          "cases/i6_apng.png",
          "cases/i7_cicp_pq.png",
          "cases/i7_gama1.0.png",
          "cases/icc_size_7fffffff.jpg",
          "cases/t_next_ifd_beyond.tif",
          "cases/wn_d_lost_segment.jpg",
          "metadata/photo.jpg",
          "metadata/photo.png",
          "metadata/photo.tif",
          "metadata/photo.webp",
          "io/diffsr/picture/jpeg/restarts-420-progressive.jpg",
          "io/diffsr/picture/jpeg/restarts-422.jpg",
          "io/diffsr/picture/jpeg/grey-progressive.jpg",
          "io/diffsr/picture/jpeg/optimised-444.jpg");

  private FuzzSamples() {}

  static List<byte[]> all() {
    try {
      List<byte[]> samples = new ArrayList<>();
      for (String name : RESOURCES) {
        InputStream stream = FuzzSamples.class.getResourceAsStream("/" + name);
        if (stream == null) {
          throw new IllegalStateException("there is no " + name);
        }
        try (stream) {
          samples.add(stream.readAllBytes());
        }
      }
      addEncoded(samples);
      addBuilt(samples);
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addEncoded(List<byte[]> samples) {
    PictureMetadata metadata =
        new PictureMetadata(
            null,
            null,
            new byte[] {28, 2, 120, 0, 1, 'c'},
            new Resolution(300, 300),
            Map.of("sRGB", new byte[1]),
            List.of(),
            List.of(new byte[] {'h', 'i'}));
    for (int depth : new int[] {8, 16}) {
      for (int channels : new int[] {1, 3}) {
        for (boolean alpha : new boolean[] {false, true}) {
          Picture picture = picture(channels, depth, alpha);
          for (PictureFormat format :
              List.of(
                  PictureFormat.PNG, PictureFormat.JPEG, PictureFormat.WEBP, PictureFormat.TIFF)) {
            samples.add(PictureEncoder.encode(picture, metadata, format, 70, Interruption.NONE));
          }
        }
      }
    }
    samples.add(JpegEncoder.encode(picture(3, 8, false), 60, true));
    samples.add(WebpFileBuilder.lossless(picture(3, 8, false)));
    samples.add(WebpFileBuilder.lossless(picture(3, 8, true)));
  }

  private static void addBuilt(List<byte[]> samples) throws IOException {
    byte[] levels = new byte[24 * 18];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) ((i * i) >> 3);
    }
    TiffFileBuilder tiff = TiffFileBuilder.of(24, 18);
    samples.add(tiff.strip(TiffFileBuilder.LZW, TiffFileBuilder.lzw(levels)));
    samples.add(
        TiffFileBuilder.of(24, 18)
            .strip(TiffFileBuilder.PACK_BITS, TiffFileBuilder.packedBits(levels)));
    samples.add(TiffFileBuilder.of(24, 18).tiles(32, 32, Arrays.copyOf(levels, 32 * 32)));
    int[] rows = new int[4 * 4];
    samples.add(PngFileBuilder.of(3, 4, 8, PngFileBuilder.GREY).pixels(rows));
    samples.add(
        PngFileBuilder.of(4, 2, 8, PngFileBuilder.PALETTE)
            .chunk("PLTE", new byte[3 * 8])
            .chunk("tRNS", new byte[4])
            .pixels(0, 0, 1, 2, 3, 0, 1, 1, 1, 1));
    for (int type :
        new int[] {
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_BYTE_BINARY,
          BufferedImage.TYPE_USHORT_565_RGB
        }) {
      BufferedImage image = new BufferedImage(24, 18, type);
      for (int i = 0; i < 24 * 18; i++) {
        image.setRGB(i % 24, i / 24, i * 40_503);
      }
      for (String format : List.of("bmp", "gif")) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (ImageIO.write(image, format, file)) {
          samples.add(file.toByteArray());
        }
      }
    }
  }

  private static Picture picture(int channels, int depth, boolean alpha) {
    float[] opacity = null;
    if (alpha) {
      opacity = new float[24 * 18];
      for (int i = 0; i < opacity.length; i++) {
        opacity[i] = (i % 24) / 23f;
      }
    }
    byte[] profile =
        channels == 1
            ? MatrixProfile.grey(1.8)
            : MatrixProfile.colour(
                    1.8, new double[] {0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06})
                .orElseThrow();
    return new Picture(
        24, 18, channels, RandomPlanes.of(9, channels * 24 * 18), opacity, depth, profile);
  }
}
