package io.diffsr.request;

/** What becomes of the metadata in the input's file: Exif, XMP, IPTC, resolution, texts. */
public enum MetadataHandling implements WireName {
  /** Goes over into the result as far as its format has a place for it. */
  KEEP,
  /** Is left out; what says how colours are meant stays. */
  STRIP
}
