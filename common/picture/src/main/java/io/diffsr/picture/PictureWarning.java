package io.diffsr.picture;

import java.util.Locale;

/**
 * Something about a picture that is enlarged nevertheless, and that its sender should know.
 *
 * @param code which kind of thing
 * @param message what it is, in words meant for the sender
 */
public record PictureWarning(Code code, String message) {

  /** The kinds. */
  public enum Code {
    /** The file holds another picture beside the one that is enlarged. */
    SECOND_PICTURE_LEFT_OUT,
    /** The file holds a gain map, by which some screens show it brighter. */
    GAIN_MAP_LEFT_OUT,
    /** The ICC profile is damaged or made for another kind of colour. */
    PROFILE_IGNORED,
    /** The result's format cannot say how its colour is meant. */
    COLOUR_DROPPED,
    /** The file says how wide its pixels are for their height, and not how large. */
    RESOLUTION_UNKNOWN,
    /** The result's format has no place for some of the metadata. */
    METADATA_DROPPED,
    /** Metadata that cannot be read. */
    METADATA_DAMAGED,
    /** What should follow the picture in its file cannot be read. */
    FILE_DAMAGED,
    /** The result agrees with the pixels of a JPEG file instead of its coefficients. */
    COEFFICIENTS_IGNORED;

    /** The name in JSON. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
