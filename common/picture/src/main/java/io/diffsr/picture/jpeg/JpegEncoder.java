package io.diffsr.picture.jpeg;

import io.diffsr.picture.Interruption;
import io.diffsr.picture.Picture;
import io.diffsr.picture.codec.ImageCodecs;
import io.diffsr.picture.codec.Interleaved;
import io.diffsr.picture.codec.PixelWriting;
import io.diffsr.picture.codec.WrittenFile;
import io.diffsr.picture.metadata.PictureMetadata;
import java.awt.image.BufferedImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Encodes baseline JPEG files by the JDK's writer, colour at full resolution (4:4:4). */
public final class JpegEncoder {
  private static final int BITS = 8;
  private static final String METADATA_FORMAT = "javax_imageio_jpeg_image_1.0";

  private JpegEncoder() {}

  /** With all of the colour's resolution. */
  public static byte[] encode(
      Picture picture, PictureMetadata metadata, int quality, Interruption interruption) {
    return encode(picture, metadata, quality, false, interruption);
  }

  /**
   * The file.
   *
   * @param quality in 1..100
   * @param halvedColour whether colour has half the resolution along both axes (4:2:0), as in most
   *     files of others
   */
  public static byte[] encode(Picture picture, int quality, boolean halvedColour) {
    return encode(picture, PictureMetadata.NONE, quality, halvedColour, Interruption.NONE);
  }

  private static byte[] encode(
      Picture picture,
      PictureMetadata metadata,
      int quality,
      boolean halvedColour,
      Interruption interruption) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("quality " + quality + " is not in 1..100");
    }
    BufferedImage image =
        Interleaved.image(picture.width(), picture.height(), onWhite(picture), null, BITS);
    ImageWriter writer = ImageCodecs.jpegWriter();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(quality / 100f);
    IIOMetadata coding = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), parameters);
    if (picture.channels() == 3 && !halvedColour) {
      keepColourResolution(coding);
    }
    WrittenFile file = PixelWriting.write(writer, image, coding, parameters, interruption);
    return JpegMetadataWriter.added(file, picture.iccProfile(), metadata);
  }

  private static float[] onWhite(Picture picture) {
    float[] alpha = picture.alpha();
    if (alpha == null) {
      return picture.colour();
    }
    float[] colour = picture.colour().clone();
    for (int i = 0; i < colour.length; i++) {
      colour[i] = 1 - (1 - colour[i]) * alpha[i % alpha.length];
    }
    return colour;
  }

  /** The writer's default halves the colour's resolution along both axes. */
  private static void keepColourResolution(IIOMetadata metadata) {
    Node tree = metadata.getAsTree(METADATA_FORMAT);
    NodeList components = ((Element) tree).getElementsByTagName("componentSpec");
    for (int i = 0; i < components.getLength(); i++) {
      Element component = (Element) components.item(i);
      component.setAttribute("HsamplingFactor", "1");
      component.setAttribute("VsamplingFactor", "1");
    }
    try {
      metadata.setFromTree(METADATA_FORMAT, tree);
    } catch (IIOInvalidTreeException e) {
      throw new IllegalStateException("the JPEG writer refuses its own metadata", e);
    }
  }
}
