package io.diffsr.picture;

import io.diffsr.picture.bmp.BmpDecoder;
import io.diffsr.picture.gif.GifDecoder;
import io.diffsr.picture.jpeg.JpegDecoder;
import io.diffsr.picture.png.PngDecoder;
import io.diffsr.picture.tiff.TiffDecoder;
import io.diffsr.picture.webp.WebpDecoder;
import java.util.function.Consumer;

/**
 * Turns a file's bytes into a {@link Picture}: PNG (1 to 16 bits, greyscale, palette, colour,
 * alpha, interlaced), JPEG (baseline and progressive; greyscale, YCbCr, RGB, CMYK), WebP (lossy and
 * lossless, alpha), BMP, GIF (of one picture) and TIFF (one page of 1 to 16 bits; greyscale,
 * palette, colour, alpha; strips and tiles; uncompressed, LZW, Deflate, PackBits). The Exif
 * orientation is applied. Samples stay in the file's own colour space, whose ICC profile is kept;
 * CMYK becomes sRGB.
 */
public final class PictureDecoder {

  private PictureDecoder() {}

  /**
   * Decodes a file after checking it against the limits and for completeness.
   *
   * @throws io.diffsr.picture.PictureException of any kind; nothing else, whatever the bytes
   */
  public static Picture decode(byte[] file, PictureLimits limits) {
    return decode(file, PictureHeaderReader.admit(file, limits), warning -> {});
  }

  /**
   * Decodes a file that has been admitted.
   *
   * @param header of the file
   * @param warn takes what its sender should know about its colour
   * @throws io.diffsr.picture.PictureException of any kind; nothing else, whatever the bytes
   */
  public static Picture decode(byte[] file, PictureHeader header, Consumer<PictureWarning> warn) {
    return switch (header.format()) {
      case PNG -> PngDecoder.decode(file, header, warn);
      case JPEG -> JpegDecoder.decode(file, header, warn);
      case WEBP -> WebpDecoder.decode(file, header, warn);
      case TIFF -> TiffDecoder.decode(file, header, warn);
      case BMP -> BmpDecoder.decode(file, header);
      case GIF -> GifDecoder.decode(file, header);
    };
  }
}
