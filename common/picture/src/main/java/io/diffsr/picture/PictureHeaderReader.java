package io.diffsr.picture;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.NOT_A_PICTURE;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;

import io.diffsr.picture.bmp.BmpStructure;
import io.diffsr.picture.gif.GifStructure;
import io.diffsr.picture.jpeg.JpegStructure;
import io.diffsr.picture.png.PngStructure;
import io.diffsr.picture.tiff.TiffStructure;
import io.diffsr.picture.webp.WebpStructure;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads what a picture declares and checks that the file is whole, without decoding it: the gateway
 * refuses by it, the worker relies on it.
 */
public final class PictureHeaderReader {

  private PictureHeaderReader() {}

  /**
   * The one door for a picture from outside: its size in bytes, its header, its size in pixels and
   * its completeness are checked, in this order.
   *
   * @throws PictureException of any kind
   */
  public static PictureHeader admit(byte[] file, PictureLimits limits) {
    limits.requireBytes(file.length);
    try {
      return admit(PictureSource.of(file), limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as {@link #admit(byte[], PictureLimits)} for a file on disk, which is streamed. */
  public static PictureHeader admit(Path file, PictureLimits limits) throws IOException {
    limits.requireBytes(Files.size(file));
    return admit(PictureSource.of(file), limits);
  }

  private static PictureHeader admit(PictureSource file, PictureLimits limits) throws IOException {
    PictureHeader header;
    try (InputStream stream = file.open()) {
      header = read(stream);
    }
    limits.requireInput(header);
    verifyComplete(file, header.format());
    return header;
  }

  /**
   * Reads the header; no pixel is decoded. The file may be cut off after it: whether the picture is
   * whole is {@link #verifyComplete}'s question. A TIFF file, whose header may lie anywhere, is
   * held in memory for it.
   *
   * @param stream starts at the file's first byte; more of it may be consumed than the header
   * @throws PictureException of kind {@code NOT_A_PICTURE}, {@code CORRUPT} or {@code UNSUPPORTED}
   */
  public static PictureHeader read(InputStream stream) throws IOException {
    BufferedInputStream input = new BufferedInputStream(stream);
    return switch (format(input)) {
      case PNG -> PngStructure.readHeader(input);
      case JPEG -> JpegStructure.readHeader(input);
      case WEBP -> WebpStructure.readHeader(input);
      case TIFF -> TiffStructure.readHeader(input.readAllBytes());
      case BMP -> BmpStructure.readHeader(input);
      case GIF -> GifStructure.readHeader(input);
    };
  }

  /** The same as {@link #read(InputStream)} for a whole file or its first part. */
  public static PictureHeader read(byte[] start) {
    try {
      return read(new ByteArrayInputStream(start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Walks the file's structure to its end: for PNG every chunk's length and checksum up to {@code
   * IEND}, for JPEG the markers up to end-of-image, for WebP the chunks, for TIFF the directories
   * and strips. Bytes after the end are tolerated, and a missing end where all pixels are there.
   *
   * @throws PictureException of kind {@code NOT_A_PICTURE}, {@code CORRUPT} or {@code UNSUPPORTED}
   */
  public static void verifyComplete(byte[] file) {
    PictureSource source = PictureSource.of(file);
    try (InputStream stream = source.open()) {
      verifyComplete(source, format(new BufferedInputStream(stream)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void verifyComplete(PictureSource file, PictureFormat format) throws IOException {
    switch (format) {
      case PNG -> PngStructure.verifyComplete(file);
      case JPEG -> JpegStructure.verifyComplete(file);
      case WEBP -> WebpStructure.verifyComplete(file);
      case BMP -> BmpStructure.verifyComplete(file);
      case GIF -> GifStructure.verifyComplete(file);
      case TIFF -> {
        try (InputStream stream = file.open()) {
          var unused = TiffStructure.verifyComplete(stream.readAllBytes());
        }
      }
    }
  }

  private static PictureFormat format(BufferedInputStream input) throws IOException {
    input.mark(ForeignFormat.SIGNATURE_BYTES);
    byte[] start = input.readNBytes(ForeignFormat.SIGNATURE_BYTES);
    input.reset();
    if (start.length == 0) {
      throw new PictureException(CORRUPT, "The file is empty.");
    }
    return PictureFormat.recognise(start).orElseThrow(() -> foreign(start));
  }

  private static PictureException foreign(byte[] start) {
    return ForeignFormat.recognise(start)
        .map(format -> new PictureException(UNSUPPORTED, format.refusal()))
        .orElseGet(
            () ->
                new PictureException(
                    NOT_A_PICTURE, "The file is not a PNG, JPEG, WebP, TIFF, BMP or GIF picture."));
  }
}
