package io.diffsr.picture.codec;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;

import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureHeader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Runs an image reader on a file in memory and turns all its complaints into one exception. */
public final class PixelReading {
  /** Warnings after which part of the picture is made up by the reader. */
  private static final List<String> DAMAGE =
      List.of("premature end", "bad huffman code", "no eoi", "unexpected end");

  private PixelReading() {}

  /**
   * Reads the first picture of a file.
   *
   * @param reader disposed of afterwards
   * @param format the format's name for messages
   * @throws PictureException of kind {@code CORRUPT} where the reader fails or says that it had to
   *     guess pixels
   */
  public static BufferedImage read(ImageReader reader, byte[] file, String format) {
    List<String> warnings = new ArrayList<>();
    try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(input, true, true);
      BufferedImage image = reader.read(0);
      for (String warning : warnings) {
        String text = warning.toLowerCase(Locale.ROOT);
        if (DAMAGE.stream().anyMatch(text::contains)) {
          throw new PictureException(CORRUPT, damaged(format));
        }
      }
      return image;
    } catch (PictureException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // On damaged data the readers throw exceptions of every kind, and recurse as the data say.
      // Other errors, memory's among them, are not the file's: its sizes have been checked.
      throw new PictureException(CORRUPT, damaged(format), e);
    } finally {
      reader.dispose();
    }
  }

  /**
   * Checks that the reader saw the picture that the header declared.
   *
   * @throws PictureException of kind {@code CORRUPT} where it did not
   */
  public static void requireSize(BufferedImage image, PictureHeader header, String format) {
    if (image.getWidth() != header.storedWidth() || image.getHeight() != header.storedHeight()) {
      throw new PictureException(CORRUPT, damaged(format));
    }
  }

  public static String damaged(String format) {
    return "The " + format + " file is damaged: its pixels cannot be read to the end.";
  }
}
