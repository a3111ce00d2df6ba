package io.diffsr.picture;

/**
 * What a picture file declares about itself, known without decoding a single pixel.
 *
 * @param format file format
 * @param width columns of the upright picture, after {@code orientation} is applied, at least 1
 * @param height rows of the upright picture, after {@code orientation} is applied, at least 1
 * @param channels colour channels after decoding: 1 for greyscale, 3 for everything else (palette
 *     and CMYK become RGB)
 * @param bitDepth bits per stored sample: 1, 2, 4, 8 or 16
 * @param alpha true where the file carries transparency
 * @param orientation how the stored pixels lie
 */
public record PictureHeader(
    PictureFormat format,
    int width,
    int height,
    int channels,
    int bitDepth,
    boolean alpha,
    Orientation orientation) {

  /** Builds the header from the size as stored, which {@code orientation} may swap. */
  public static PictureHeader ofStored(
      PictureFormat format,
      int storedWidth,
      int storedHeight,
      int channels,
      int bitDepth,
      boolean alpha,
      Orientation orientation) {
    boolean swap = orientation.swapsAxes();
    return new PictureHeader(
        format,
        swap ? storedHeight : storedWidth,
        swap ? storedWidth : storedHeight,
        channels,
        bitDepth,
        alpha,
        orientation);
  }

  /** The same file with another orientation. */
  public PictureHeader turned(Orientation other) {
    return ofStored(format, storedWidth(), storedHeight(), channels, bitDepth, alpha, other);
  }

  /** True for opaque pictures of at most 8 bits a sample. */
  public boolean plain() {
    return !alpha && bitDepth <= 8;
  }

  /** Width × height. */
  public long pixels() {
    return (long) width * height;
  }

  /** Columns as stored in the file. */
  public int storedWidth() {
    return orientation.swapsAxes() ? height : width;
  }

  /** Rows as stored in the file. */
  public int storedHeight() {
    return orientation.swapsAxes() ? width : height;
  }
}
