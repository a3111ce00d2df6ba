package io.diffsr.picture.codec;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.spi.ServiceRegistry;

/**
 * The image readers and writers in use, named one by one: what else the class path or the machine
 * has registered must not change a result.
 */
public final class ImageCodecs {
  private static final String JDK_PACKAGE = "com.sun.imageio.plugins.";

  private ImageCodecs() {}

  public static ImageReader pngReader() {
    return reader(jdk(ImageReaderSpi.class, "png.PNGImageReaderSpi"));
  }

  /** TwelveMonkeys' reader, which knows CMYK, on top of the JDK's. */
  public static ImageReader jpegReader() {
    JPEGImageReaderSpi provider = new JPEGImageReaderSpi();
    // Lets it find the JDK's reader.
    provider.onRegistration(IIORegistry.getDefaultInstance(), ImageReaderSpi.class);
    return reader(provider);
  }

  /** libwebp's decoder; the same library writes, see {@link #webpWriter}. */
  public static ImageReader webpReader() {
    return reader(new WebPImageReaderSpi());
  }

  public static ImageReader bmpReader() {
    return reader(jdk(ImageReaderSpi.class, "bmp.BMPImageReaderSpi"));
  }

  public static ImageReader gifReader() {
    return reader(jdk(ImageReaderSpi.class, "gif.GIFImageReaderSpi"));
  }

  /** TwelveMonkeys' reader; the kinds of TIFF that make it look for other readers are not read. */
  public static ImageReader tiffReader() {
    return reader(new TIFFImageReaderSpi());
  }

  public static ImageWriter pngWriter() {
    return writer(jdk(ImageWriterSpi.class, "png.PNGImageWriterSpi"));
  }

  public static ImageWriter jpegWriter() {
    return writer(jdk(ImageWriterSpi.class, "jpeg.JPEGImageWriterSpi"));
  }

  public static ImageWriter webpWriter() {
    return writer(new WebPImageWriterSpi());
  }

  private static <T> T jdk(Class<T> category, String name) {
    Iterator<T> providers =
        IIORegistry.getDefaultInstance()
            .getServiceProviders(
                category,
                (ServiceRegistry.Filter)
                    provider -> provider.getClass().getName().equals(JDK_PACKAGE + name),
                false);
    if (!providers.hasNext()) {
      throw new IllegalStateException("the Java runtime lacks " + name);
    }
    return providers.next();
  }

  private static ImageReader reader(ImageReaderSpi provider) {
    try {
      return provider.createReaderInstance();
    } catch (IOException e) {
      throw new IllegalStateException("no image reader", e);
    }
  }

  private static ImageWriter writer(ImageWriterSpi provider) {
    try {
      return provider.createWriterInstance();
    } catch (IOException e) {
      throw new IllegalStateException("no image writer", e);
    }
  }
}
