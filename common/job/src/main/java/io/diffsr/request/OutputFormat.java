package io.diffsr.request;

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
