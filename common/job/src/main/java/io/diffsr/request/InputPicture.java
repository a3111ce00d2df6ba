package io.diffsr.request;

/**
 * The stored input of a job.
 *
 * @param key object key
 * @param mediaType for example {@code image/png}
 * @param width width in pixels after EXIF orientation
 * @param height height in pixels after EXIF orientation
 * @param bytes size of the file
 * @param plain whether it is opaque and has at most 8 bits a sample; false where an older version
 *     has not said so
 */
public record InputPicture(
    String key, String mediaType, int width, int height, long bytes, boolean plain) {

  /** Width × height. */
  public long pixels() {
    return (long) width * height;
  }
}
