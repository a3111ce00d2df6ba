package io.diffsr.picture.png;

import io.diffsr.picture.Interruption;
import io.diffsr.picture.Picture;
import io.diffsr.picture.codec.ImageCodecs;
import io.diffsr.picture.codec.Interleaved;
import io.diffsr.picture.codec.PixelWriting;
import io.diffsr.picture.codec.WrittenFile;
import io.diffsr.picture.metadata.PictureMetadata;
import java.awt.image.BufferedImage;

/** Encodes PNG files by the JDK's writer and puts profile and metadata where they belong. */
public final class PngEncoder {
  /** Signature and header chunk are of fixed length; the profile and the like must follow them. */
  private static final int HEADER_END = 33;

  private PngEncoder() {}

  public static byte[] encode(
      Picture picture, PictureMetadata metadata, Interruption interruption) {
    BufferedImage image =
        Interleaved.image(
            picture.width(),
            picture.height(),
            picture.colour(),
            picture.alpha(),
            picture.bitDepth());
    WrittenFile file = PixelWriting.write(ImageCodecs.pngWriter(), image, null, null, interruption);
    byte[] chunks = PngMetadataWriter.chunks(picture.iccProfile(), metadata);
    return file.with(HEADER_END, chunks);
  }
}
