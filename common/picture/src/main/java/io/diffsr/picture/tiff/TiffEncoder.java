package io.diffsr.picture.tiff;

import static io.diffsr.picture.tiff.TiffTags.BITS_PER_SAMPLE;
import static io.diffsr.picture.tiff.TiffTags.COMPRESSION;
import static io.diffsr.picture.tiff.TiffTags.EXTRA_SAMPLES;
import static io.diffsr.picture.tiff.TiffTags.HEIGHT;
import static io.diffsr.picture.tiff.TiffTags.ICC_PROFILE;
import static io.diffsr.picture.tiff.TiffTags.ORIENTATION;
import static io.diffsr.picture.tiff.TiffTags.PHOTOMETRIC;
import static io.diffsr.picture.tiff.TiffTags.PREDICTOR;
import static io.diffsr.picture.tiff.TiffTags.ROWS_PER_STRIP;
import static io.diffsr.picture.tiff.TiffTags.SAMPLES_PER_PIXEL;
import static io.diffsr.picture.tiff.TiffTags.WIDTH;

import io.diffsr.picture.Interruption;
import io.diffsr.picture.Picture;
import io.diffsr.picture.codec.Interleaved;
import io.diffsr.picture.metadata.PictureMetadata;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Encodes TIFF files: strips of differences, deflated (TIFF 6.0 section 14, technical note 2). The
 * libraries' writers lack 16 bits of colour or opacity.
 */
public final class TiffEncoder {
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int DEFLATE = 8;
  private static final int HORIZONTAL_DIFFERENCES = 2;
  private static final int UNASSOCIATED_ALPHA = 2;
  private static final int STRIP_BYTES = 1 << 18;

  private TiffEncoder() {}

  public static byte[] encode(
      Picture picture, PictureMetadata metadata, Interruption interruption) {
    int width = picture.width();
    int height = picture.height();
    int bitDepth = picture.bitDepth();
    boolean alpha = picture.alpha() != null;
    int samples = picture.channels() + (alpha ? 1 : 0);
    DataBuffer levels =
        Interleaved.image(width, height, picture.colour(), picture.alpha(), bitDepth)
            .getRaster()
            .getDataBuffer();
    int rowSamples = Math.multiplyExact(width, samples);
    int rows = Math.max(1, Math.min(height, STRIP_BYTES / rowSamples));
    int[] bits = new int[samples];
    Arrays.fill(bits, bitDepth);
    ExifTree exif = metadata.withResolution().orElse(null);
    // The values of an Exif block stay in the byte order that their camera wrote.
    ByteOrder order = exif == null ? ByteOrder.LITTLE_ENDIAN : exif.order();
    TiffFile fields =
        new TiffFile(order)
            .longs(WIDTH, width)
            .longs(HEIGHT, height)
            .shorts(BITS_PER_SAMPLE, bits)
            .shorts(COMPRESSION, DEFLATE)
            .shorts(PHOTOMETRIC, picture.channels() == 1 ? BLACK_IS_ZERO : RGB)
            .shorts(ORIENTATION, 1)
            .shorts(SAMPLES_PER_PIXEL, samples)
            .longs(ROWS_PER_STRIP, rows)
            .shorts(PREDICTOR, HORIZONTAL_DIFFERENCES);
    if (alpha) {
      fields.shorts(EXTRA_SAMPLES, UNASSOCIATED_ALPHA);
    }
    byte[] profile = picture.iccProfile();
    if (profile != null) {
      fields.bytes(ICC_PROFILE, profile);
    }
    if (exif != null) {
      exif.addTo(fields);
    }
    if (metadata.xmp() != null) {
      fields.bytes(TiffTags.XMP, metadata.xmp());
    }
    if (metadata.iptc() != null) {
      fields.bytes(TiffTags.IPTC, metadata.iptc());
    }
    List<byte[]> strips =
        IntStream.range(0, (height + rows - 1) / rows)
            .parallel()
            .mapToObj(
                strip -> {
                  interruption.check();
                  return deflated(
                      differences(
                          levels,
                          strip * rows * rowSamples,
                          Math.min(rows, height - strip * rows),
                          rowSamples,
                          samples,
                          order));
                })
            .toList();
    return fields.file(strips);
  }

  /** Each sample less its left neighbour's, row by row, in the file's byte order. */
  private static byte[] differences(
      DataBuffer levels, int first, int rows, int rowSamples, int samples, ByteOrder order) {
    boolean words = levels instanceof DataBufferUShort;
    int low = order == ByteOrder.LITTLE_ENDIAN ? 0 : 1;
    byte[] bytes = new byte[Math.multiplyExact(rows * rowSamples, words ? 2 : 1)];
    for (int i = 0; i < rows * rowSamples; i++) {
      boolean left = i % rowSamples < samples;
      int difference = level(levels, first + i) - (left ? 0 : level(levels, first + i - samples));
      if (words) {
        bytes[2 * i + low] = (byte) difference;
        bytes[2 * i + 1 - low] = (byte) (difference >> 8);
      } else {
        bytes[i] = (byte) difference;
      }
    }
    return bytes;
  }

  private static int level(DataBuffer levels, int index) {
    return levels instanceof DataBufferByte bytes ? bytes.getData()[index] : levels.getElem(index);
  }

  private static byte[] deflated(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater();
    try (DeflaterOutputStream output = new DeflaterOutputStream(packed, deflater)) {
      output.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }
}
