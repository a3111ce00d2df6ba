package io.diffsr.picture.tiff;

/**
 * Numbers of the fields of a TIFF directory (TIFF 6.0, appendix A; ICC.1:2022, annex B.4; XMP, part
 * 3).
 */
public final class TiffTags {
  public static final int SUBFILE_TYPE = 254;
  public static final int WIDTH = 256;
  public static final int HEIGHT = 257;
  public static final int BITS_PER_SAMPLE = 258;
  public static final int COMPRESSION = 259;
  public static final int PHOTOMETRIC = 262;
  public static final int FILL_ORDER = 266;
  public static final int STRIP_OFFSETS = 273;
  public static final int ORIENTATION = 274;
  public static final int SAMPLES_PER_PIXEL = 277;
  public static final int ROWS_PER_STRIP = 278;
  public static final int STRIP_BYTE_COUNTS = 279;
  public static final int HORIZONTAL_RESOLUTION = 282;
  public static final int VERTICAL_RESOLUTION = 283;
  public static final int PLANAR_CONFIGURATION = 284;
  public static final int RESOLUTION_UNIT = 296;
  public static final int PREDICTOR = 317;
  public static final int COLOUR_MAP = 320;
  public static final int TILE_WIDTH = 322;
  public static final int TILE_HEIGHT = 323;
  public static final int TILE_OFFSETS = 324;
  public static final int TILE_BYTE_COUNTS = 325;
  public static final int EXTRA_SAMPLES = 338;
  public static final int SAMPLE_FORMAT = 339;
  public static final int XMP = 700;
  public static final int IPTC = 33723;
  public static final int ICC_PROFILE = 34675;

  private TiffTags() {}
}
