package io.diffsr.picture.webp;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;
import io.diffsr.picture.IccProfile;
import io.diffsr.picture.Interruption;
import io.diffsr.picture.MatrixProfile;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.codec.ImageCodecs;
import io.diffsr.picture.codec.Interleaved;
import io.diffsr.picture.codec.PixelWriting;
import io.diffsr.picture.metadata.PictureMetadata;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Encodes lossy WebP files (RFC 9649) by libwebp; opacity is kept exactly. */
public final class WebpEncoder {
  private static final int CHANNELS = 3;
  private static final int BITS = 8;
  private static final int HAS_PROFILE = 0x20;
  private static final int HAS_ALPHA = 0x10;
  private static final int HAS_EXIF = 0x08;
  private static final int HAS_XMP = 0x04;
  private static final int CANVAS_BYTES = 10;

  /** RFC 9649, section 2.5: 14 bits a side. */
  private static final int LARGEST_SIDE = 16_383;

  private WebpEncoder() {}

  public static byte[] encode(
      Picture picture, PictureMetadata metadata, int quality, Interruption interruption) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("quality " + quality + " is not in 1..100");
    }
    if (picture.width() > LARGEST_SIDE || picture.height() > LARGEST_SIDE) {
      throw new IllegalArgumentException(
          "WebP holds no side of more than " + LARGEST_SIDE + " pixels");
    }
    BufferedImage image =
        Interleaved.image(picture.width(), picture.height(), picture.rgb(), picture.alpha(), BITS);
    WebPWriteParam parameters = new WebPWriteParam(Locale.ROOT);
    parameters.setCompressionType(CompressionType.Lossy);
    parameters.setCompressionQuality(quality / 100f);
    // Colour has half the resolution in this format; this way its edges are blurred least.
    parameters.setUseSharpYUV(true);
    byte[] file =
        PixelWriting.write(ImageCodecs.webpWriter(), image, null, parameters, interruption).bytes();
    byte[] profile = profile(picture);
    byte[] exif = metadata.exifBlock(PictureFormat.WEBP).orElse(null);
    return profile == null && exif == null && metadata.xmp() == null
        ? file
        : extended(file, picture, profile, exif, metadata.xmp());
  }

  /**
   * The profile that the file gets: greyscale is stored as colour here.
   *
   * @return null where there is none, or one that cannot be said of colour
   */
  public static byte @Nullable [] profile(Picture picture) {
    byte[] own = picture.iccProfile();
    if (own == null || picture.channels() == CHANNELS) {
      return IccProfile.fitting(own, CHANNELS);
    }
    return MatrixProfile.ofGrey(own).orElse(null);
  }

  /** The extended form of the file, which alone may hold these (RFC 9649, section 2.7). */
  private static byte[] extended(
      byte[] file,
      Picture picture,
      byte @Nullable [] profile,
      byte @Nullable [] exif,
      byte @Nullable [] xmp) {
    int flags =
        (profile == null ? 0 : HAS_PROFILE)
            | (picture.alpha() == null ? 0 : HAS_ALPHA)
            | (exif == null ? 0 : HAS_EXIF)
            | (xmp == null ? 0 : HAS_XMP);
    WebpChunkWriter writer = new WebpChunkWriter();
    writer.write("VP8X", canvas(picture, flags));
    write(writer, "ICCP", profile);
    try {
      WebpChunks chunks = new WebpChunks(new ByteArrayInputStream(file));
      while (chunks.advance()) {
        if (!chunks.type().equals("VP8X")) {
          writer.write(chunks.type(), chunks.read(Integer.MAX_VALUE));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    write(writer, "EXIF", exif);
    write(writer, "XMP ", xmp);
    return writer.file();
  }

  private static void write(WebpChunkWriter writer, String type, byte @Nullable [] content) {
    if (content != null) {
      writer.write(type, content);
    }
  }

  private static byte[] canvas(Picture picture, int flags) {
    byte[] canvas = new byte[CANVAS_BYTES];
    canvas[0] = (byte) flags;
    side(canvas, 4, picture.width());
    side(canvas, 7, picture.height());
    return canvas;
  }

  private static void side(byte[] canvas, int offset, int side) {
    canvas[offset] = (byte) (side - 1);
    canvas[offset + 1] = (byte) ((side - 1) >> 8);
    canvas[offset + 2] = (byte) ((side - 1) >> 16);
  }
}
