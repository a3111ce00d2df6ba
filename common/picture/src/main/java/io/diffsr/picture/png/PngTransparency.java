package io.diffsr.picture.png;

/** Which {@code tRNS} chunks say something about the pixels. */
final class PngTransparency {
  private PngTransparency() {}

  /**
   * Whether the chunk counts. As in libpng, one that stands before the palette that it is about
   * does not, nor does one that is empty.
   *
   * @param content empty where its checksum was wrong
   * @param palette whether the samples are indices into a palette
   * @param paletteSeen whether the palette has been read
   */
  static boolean counts(byte[] content, boolean palette, boolean paletteSeen) {
    return content.length > 0 && (!palette || paletteSeen);
  }
}
