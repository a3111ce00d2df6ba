package io.diffsr.picture.metadata;

import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.bmp.BmpDecoder;
import io.diffsr.picture.gif.GifDecoder;
import io.diffsr.picture.jpeg.JpegMetadataReader;
import io.diffsr.picture.png.PngMetadataReader;
import io.diffsr.picture.tiff.TiffMetadataReader;
import io.diffsr.picture.webp.WebpMetadataReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Reads what a picture's file says beside its pixels. No block of it is larger than its file. */
public final class MetadataReader {

  private MetadataReader() {}

  /**
   * Reads the metadata. What cannot be read is left out: no picture is refused for it.
   *
   * @param file admitted before
   * @param warn takes what its sender should know about what is left out
   */
  public static PictureMetadata read(
      byte[] file, PictureFormat format, Consumer<PictureWarning> warn) {
    try {
      return switch (format) {
        case PNG -> PngMetadataReader.read(file, warn);
        case JPEG -> JpegMetadataReader.read(file, warn);
        case WEBP -> WebpMetadataReader.read(file, warn);
        case TIFF -> TiffMetadataReader.read(file, warn);
        case BMP -> BmpDecoder.metadata(file, warn);
        case GIF -> GifDecoder.metadata(file);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
