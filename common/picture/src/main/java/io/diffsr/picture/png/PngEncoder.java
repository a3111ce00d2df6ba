package io.diffsr.picture.png;

import io.diffsr.picture.ImageCodecs;
import io.diffsr.picture.Interleaved;
import io.diffsr.picture.Interruption;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PixelWriting;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;

/** Encodes PNG files by the JDK's writer and puts the ICC profile where it belongs. */
public final class PngEncoder {
  /** Signature and header chunk are of fixed length; the profile must follow them. */
  private static final int HEADER_END = 33;

  private PngEncoder() {}

  public static byte[] encode(Picture picture, Interruption interruption) {
    BufferedImage image =
        Interleaved.image(
            picture.width(),
            picture.height(),
            picture.colour(),
            picture.alpha(),
            picture.bitDepth());
    byte[] file = PixelWriting.write(ImageCodecs.pngWriter(), image, null, null, interruption);
    byte[] profile = picture.iccProfile();
    if (profile == null) {
      return file;
    }
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    new PngChunkWriter(chunk).write("iCCP", PngProfile.pack(profile));
    return PixelWriting.inserted(file, HEADER_END, chunk.toByteArray());
  }
}
