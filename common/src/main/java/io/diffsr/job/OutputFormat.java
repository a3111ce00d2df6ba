package io.diffsr.job;

/** The file format of a result. */
public enum OutputFormat implements WireName {
  PNG("image/png", "png"),
  JPEG("image/jpeg", "jpg");

  private final String mediaType;
  private final String extension;

  OutputFormat(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  public String mediaType() {
    return mediaType;
  }

  /** The usual file name ending, without the dot. */
  public String extension() {
    return extension;
  }
}
