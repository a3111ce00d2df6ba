package io.diffsr.picture.bmp;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;

import io.diffsr.picture.Orientation;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureSource;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Header and completeness of a BMP file. */
public final class BmpStructure {
  private BmpStructure() {}

  public static PictureHeader readHeader(InputStream stream) throws IOException {
    BmpHeader header = BmpHeader.read(stream);
    return PictureHeader.ofStored(
        PictureFormat.BMP,
        header.width(),
        header.height(),
        3,
        8,
        header.alpha(),
        Orientation.UPRIGHT);
  }

  /**
   * Whether the pixels reach their end.
   *
   * @throws PictureException of kind {@code CORRUPT} where they do not
   */
  public static void verifyComplete(PictureSource file) throws IOException {
    BmpHeader header;
    try (InputStream stream = file.open()) {
      header = BmpHeader.read(stream);
    }
    long bytes;
    try (InputStream stream = file.open()) {
      bytes = stream.transferTo(OutputStream.nullOutputStream());
    }
    boolean whole = bytes >= header.leastBytes();
    if (whole && header.runs()) {
      try (DataInputStream input = new DataInputStream(new BufferedInputStream(file.open()))) {
        input.skipNBytes(header.pixelsOffset());
        whole = BmpRuns.reachTheEnd(input, header);
      }
    }
    if (!whole) {
      throw new PictureException(
          CORRUPT, "The BMP file is truncated: it ends before its pixels do.");
    }
  }
}
