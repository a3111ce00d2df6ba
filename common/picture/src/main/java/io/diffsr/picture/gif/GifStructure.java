package io.diffsr.picture.gif;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;

import io.diffsr.picture.Orientation;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Header and completeness of a GIF file; animations are refused. */
public final class GifStructure {
  private GifStructure() {}

  public static PictureHeader readHeader(InputStream stream) throws IOException {
    GifFrame frame = GifFrame.read(stream);
    return PictureHeader.ofStored(
        PictureFormat.GIF,
        frame.shownWidth(),
        frame.shownHeight(),
        3,
        8,
        frame.hasAlpha(),
        Orientation.UPRIGHT);
  }

  public static void verifyComplete(PictureSource file) throws IOException {
    GifFrame frame;
    try (InputStream stream = new BufferedInputStream(file.open())) {
      frame = GifFrame.read(stream);
    }
    if (frame.pixels() < (long) frame.width() * frame.height()) {
      throw new PictureException(
          CORRUPT, "The GIF file is truncated: it ends before its picture does.");
    }
  }
}
