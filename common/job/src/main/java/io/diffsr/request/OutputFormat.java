package io.diffsr.request;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The file format of a result. */
public enum OutputFormat implements WireName {
  PNG("image/png", "png", Integer.MAX_VALUE),
  JPEG("image/jpeg", "jpg", 65_535),
  WEBP("image/webp", "webp", 16_383),
  TIFF("image/tiff", "tif", Integer.MAX_VALUE);

  private final String mediaType;
  private final String extension;
  private final int largestSide;

  OutputFormat(String mediaType, String extension, int largestSide) {
    this.mediaType = mediaType;
    this.extension = extension;
    this.largestSide = largestSide;
  }

  /** The format that a file's name asks for by its ending, if it is a known one. */
  public static Optional<OutputFormat> ofFileName(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return Arrays.stream(values())
        .filter(format -> ending.equals(format.extension) || ending.equals(format.wireName()))
        .findFirst();
  }

  /**
   * The format with this wire name.
   *
   * @throws IllegalArgumentException where there is none; the message lists them
   */
  public static OutputFormat named(String wireName) {
    return WireName.find(OutputFormat.class, wireName)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "output_format must be one of " + WireName.list(OutputFormat.class)));
  }

  public String mediaType() {
    return mediaType;
  }

  /** The usual file name ending, without the dot. */
  public String extension() {
    return extension;
  }

  /** The most columns or rows that a file of this format holds. */
  public int largestSide() {
    return largestSide;
  }
}
