package io.diffsr.picture.png;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;

import io.diffsr.picture.ExifOrientation;
import io.diffsr.picture.Orientation;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Header and completeness of a PNG file (PNG, third edition, sections 5.6 and 11.2.1). */
public final class PngStructure {
  private static final int HEADER_BYTES = 13;
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  private PngStructure() {}

  public static PictureHeader readHeader(InputStream stream) throws IOException {
    PngChunks chunks = new PngChunks(stream);
    ByteBuffer header = ByteBuffer.wrap(headerChunk(chunks));
    int width = header.getInt();
    int height = header.getInt();
    int bitDepth = header.get();
    int colourType = header.get();
    if (width < 1 || height < 1 || !isDefined(colourType, bitDepth)) {
      throw new PictureException(CORRUPT, "The PNG file is damaged: its header makes no sense.");
    }
    Ancillary ancillary = Ancillary.of(chunks, colourType);
    if (ancillary.frames > 1) {
      throw new PictureException(
          UNSUPPORTED, "Animated PNG pictures are not read; send one of its frames.");
    }
    boolean alpha = colourType == GREY_ALPHA || colourType == RGB_ALPHA || ancillary.transparency;
    int channels = colourType == GREY || colourType == GREY_ALPHA ? 1 : 3;
    return PictureHeader.ofStored(
        PictureFormat.PNG, width, height, channels, bitDepth, alpha, ancillary.orientation);
  }

  /**
   * Checks every chunk. A file without its end chunk is whole where its pixels are.
   *
   * @param file opened again where it lacks its end chunk
   * @throws PictureException of kind {@code CORRUPT}
   */
  public static void verifyComplete(PictureSource file) throws IOException {
    boolean pixels = false;
    boolean endMissing;
    try (InputStream stream = file.open()) {
      PngChunks chunks = new PngChunks(stream);
      headerChunk(chunks);
      while (chunks.advance()) {
        pixels |= chunks.type().equals("IDAT");
      }
      endMissing = chunks.endMissing();
    }
    if (!pixels) {
      throw new PictureException(CORRUPT, "The PNG file is damaged: it holds no pixels.");
    }
    if (endMissing && !PngPixels.areAllThere(file)) {
      throw new PictureException(
          CORRUPT, "The PNG file is truncated: it ends before its end chunk.");
    }
  }

  /** Samples of a pixel of this colour type. */
  static int samples(int colourType) {
    return switch (colourType) {
      case GREY_ALPHA -> 2;
      case RGB -> 3;
      case RGB_ALPHA -> 4;
      default -> 1;
    };
  }

  private static byte[] headerChunk(PngChunks chunks) throws IOException {
    if (!chunks.advance() || !chunks.type().equals("IHDR") || chunks.length() != HEADER_BYTES) {
      throw new PictureException(
          CORRUPT, "The PNG file is damaged: it does not start with its header.");
    }
    return chunks.read();
  }

  private static boolean isDefined(int colourType, int bitDepth) {
    return switch (colourType) {
      case GREY -> bitDepth == 1 || bitDepth == 2 || bitDepth == 4 || isWhole(bitDepth);
      case PALETTE -> bitDepth == 1 || bitDepth == 2 || bitDepth == 4 || bitDepth == 8;
      case RGB, GREY_ALPHA, RGB_ALPHA -> isWhole(bitDepth);
      default -> false;
    };
  }

  private static boolean isWhole(int bitDepth) {
    return bitDepth == 8 || bitDepth == 16;
  }

  /** What the chunks beside header and pixels say. */
  private static final class Ancillary {
    private boolean transparency;
    private Orientation orientation = Orientation.UPRIGHT;
    private int frames = 1;

    static Ancillary of(PngChunks chunks, int colourType) throws IOException {
      Ancillary ancillary = new Ancillary();
      PngTransparency transparency = new PngTransparency(colourType);
      boolean exifSeen = false;
      try {
        while (chunks.advance()) {
          ancillary.transparency |= transparency.take(chunks) != null;
          switch (chunks.type()) {
            case "acTL" -> {
              if (!transparency.pixelsSeen() && chunks.length() == 2 * Integer.BYTES) {
                ancillary.frames = frames(chunks.read());
              }
            }
            case "eXIf" -> {
              // The first one counts, also behind the pixels.
              if (!exifSeen && chunks.length() <= ExifOrientation.MOST_BYTES) {
                byte[] content = chunks.read();
                exifSeen = content.length > 0;
                ancillary.orientation = ExifOrientation.read(content);
              }
            }
            default -> {}
          }
        }
      } catch (PictureException e) {
        // The header stands on its own, so that a size beyond the limits is refused for its size.
        // verifyComplete meets the same damage and reports it.
        return ancillary;
      }
      return ancillary;
    }

    private static int frames(byte[] content) {
      return content.length < Integer.BYTES ? 1 : ByteBuffer.wrap(content).getInt();
    }
  }
}
