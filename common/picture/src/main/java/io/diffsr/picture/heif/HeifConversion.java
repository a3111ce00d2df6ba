package io.diffsr.picture.heif;

import static io.diffsr.picture.PictureException.Kind.TOO_MANY_BYTES;

import io.diffsr.picture.Orientation;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.picture.PictureLimits;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.png.PngMetadataWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * Makes a PNG file of a HEIC or AVIF file: the pixels by libheif, upright and of their full depth;
 * profile and metadata by our own reader, as versions of libheif differ in them.
 */
public final class HeifConversion {
  private static final String PLAIN = "plain.heif";
  private static final String DECODED = "decoded.png";

  private HeifConversion() {}

  /**
   * Converts a file.
   *
   * @param folder of its own, in which files are left; the caller removes it
   * @param png is made
   * @return what is left out
   * @throws PictureException of any kind
   */
  public static List<PictureWarning> convert(
      HeifProgram program, Path file, PictureLimits limits, Path folder, Path png)
      throws IOException {
    HeifPicture picture = HeifPicture.read(file);
    limits.requireInput(
        PictureHeader.ofStored(
            PictureFormat.PNG,
            picture.width(),
            picture.height(),
            3,
            8,
            false,
            Orientation.UPRIGHT));
    patch(Files.copy(file, folder.resolve(PLAIN)), picture.plainCopy());
    program.decode(folder, PLAIN, DECODED);
    Path decoded = folder.resolve(DECODED);
    PictureHeader header;
    try (InputStream stream = Files.newInputStream(decoded)) {
      header = PictureHeaderReader.read(stream);
    }
    try (InputStream from = Files.newInputStream(decoded);
        OutputStream to = Files.newOutputStream(png)) {
      PngMetadataWriter.copy(
          from,
          to,
          picture.profile(),
          picture.metadata().enlarged(header, header.width(), header.height()));
    }
    long bytes = Files.size(png);
    if (bytes > limits.maxBytes()) {
      throw new PictureException(
          TOO_MANY_BYTES,
          String.format(
              Locale.ROOT,
              "As PNG, which it is turned into, the picture has %,d bytes; a file may have %,d bytes.",
              bytes,
              limits.maxBytes()));
    }
    return picture.warnings();
  }

  private static void patch(Path file, List<HeifPatch> patches) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (HeifPatch patch : patches) {
        channel.write(ByteBuffer.wrap(patch.bytes()), patch.at());
      }
    }
  }
}
