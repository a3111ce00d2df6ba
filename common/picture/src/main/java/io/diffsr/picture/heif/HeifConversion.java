package io.diffsr.picture.heif;

import io.diffsr.picture.IccProfile;
import io.diffsr.picture.MatrixProfile;
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
import org.jspecify.annotations.Nullable;

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
   * @throws PictureException of any kind but {@code TOO_MANY_BYTES}
   * @throws HeifUnavailableException where the program cannot be used
   */
  public static List<PictureWarning> convert(
      HeifProgram program, Path file, PictureLimits limits, Path folder, Path png)
      throws IOException {
    return program.inTurn(() -> convertNow(program, file, limits, folder, png));
  }

  private static List<PictureWarning> convertNow(
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
    Path plain = Files.copy(file, folder.resolve(PLAIN));
    patch(plain, picture.plainCopy());
    program.decode(
        folder, PLAIN, DECODED, HeifProgram.Bounds.of((long) picture.width() * picture.height()));
    Files.delete(plain);
    Path decoded = folder.resolve(DECODED);
    try {
      complete(decoded, picture, png);
    } catch (PictureException e) {
      HeifProgram.requireSpace(folder);
      throw e;
    }
    Files.delete(decoded);
    return picture.warnings();
  }

  private static void complete(Path decoded, HeifPicture picture, Path png) throws IOException {
    PictureHeader header;
    try (InputStream stream = Files.newInputStream(decoded)) {
      header = PictureHeaderReader.read(stream);
    }
    try (InputStream from = Files.newInputStream(decoded);
        OutputStream to = Files.newOutputStream(png)) {
      PngMetadataWriter.copy(
          from,
          to,
          profile(picture.profile(), header.channels()),
          picture.metadata().enlarged(header, header.width(), header.height()));
    }
  }

  /** The program makes colour of greyscale. */
  private static byte @Nullable [] profile(byte @Nullable [] profile, int channels) {
    byte[] grey = channels == 3 ? IccProfile.fitting(profile, 1) : null;
    return grey == null ? profile : MatrixProfile.ofGrey(grey).orElse(profile);
  }

  private static void patch(Path file, List<HeifPatch> patches) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (HeifPatch patch : patches) {
        channel.write(ByteBuffer.wrap(patch.bytes()), patch.at());
      }
    }
  }
}
