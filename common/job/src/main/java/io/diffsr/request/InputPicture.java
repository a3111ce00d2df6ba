package io.diffsr.request;

/**
 * The stored input of a job.
 *
 * @param key object key
 * @param mediaType for example {@code image/png}
 * @param width width in pixels after EXIF orientation
 * @param height height in pixels after EXIF orientation
 * @param bytes size of the file
 */
public record InputPicture(String key, String mediaType, int width, int height, long bytes) {}
