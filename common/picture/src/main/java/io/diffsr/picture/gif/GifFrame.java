package io.diffsr.picture.gif;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;

import io.diffsr.picture.PictureException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The canvas of a GIF file and the one picture on it (GIF 89a).
 *
 * @param canvasWidth columns of the canvas
 * @param canvasHeight rows of the canvas
 * @param left column of the canvas where the picture starts
 * @param top row of the canvas where the picture starts
 * @param width of the picture
 * @param height of the picture
 * @param transparent whether one of its colours stands for transparency
 * @param comments texts
 * @param pixels how many of the picture's pixels the compressed data hold
 */
record GifFrame(
    int canvasWidth,
    int canvasHeight,
    int left,
    int top,
    int width,
    int height,
    boolean transparent,
    List<byte[]> comments,
    long pixels) {
  private static final int SIGNATURE_BYTES = 6;
  private static final int EXTENSION = 0x21;
  private static final int CONTROL = 0xF9;
  private static final int COMMENT = 0xFE;
  private static final int PICTURE = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int HAS_TABLE = 0x80;
  private static final int MOST_COMMENT_BYTES = 65_533;
  private static final int MOST_COMMENTS = 100;

  GifFrame {
    comments = List.copyOf(comments);
  }

  /**
   * Reads a file.
   *
   * @throws PictureException of kind {@code UNSUPPORTED} for an animation, of kind {@code CORRUPT}
   *     where the file is damaged
   */
  static GifFrame read(InputStream stream) throws IOException {
    try {
      return new Reader(new DataInputStream(stream)).read();
    } catch (EOFException e) {
      throw new PictureException(
          CORRUPT, "The GIF file is truncated: it ends before its picture does.", e);
    }
  }

  /** Columns of the canvas that viewers show: it grows where the picture does not fit. */
  int shownWidth() {
    return Math.max(canvasWidth, left + width);
  }

  /** Rows of the canvas that viewers show. */
  int shownHeight() {
    return Math.max(canvasHeight, top + height);
  }

  /** Whether some of the canvas may show through. */
  boolean hasAlpha() {
    return transparent || width < shownWidth() || height < shownHeight();
  }

  private static final class Reader {
    private final DataInputStream input;
    private final List<byte[]> comments = new ArrayList<>();
    private boolean transparent;

    Reader(DataInputStream input) {
      this.input = input;
    }

    GifFrame read() throws IOException {
      input.skipNBytes(SIGNATURE_BYTES);
      int canvasWidth = number();
      int canvasHeight = number();
      int flags = input.readUnsignedByte();
      input.skipNBytes(2);
      skipTable(flags);
      GifFrame frame = null;
      while (true) {
        // Some files lack their trailer.
        int block = input.read();
        switch (block) {
          case EXTENSION -> extension();
          case PICTURE -> {
            if (frame != null) {
              throw new PictureException(
                  UNSUPPORTED, "Animated GIF pictures are not read; send one of its frames.");
            }
            frame = picture(canvasWidth, canvasHeight);
          }
          case TRAILER, -1 -> {
            if (frame == null) {
              throw damaged();
            }
            return frame;
          }
          default -> {
            if (frame == null) {
              throw damaged();
            }
            return frame;
          }
        }
      }
    }

    private GifFrame picture(int canvasWidth, int canvasHeight) throws IOException {
      int left = number();
      int top = number();
      int width = number();
      int height = number();
      skipTable(input.readUnsignedByte());
      if (width == 0 || height == 0) {
        throw damaged();
      }
      long pixels = GifCodes.count(input, (long) width * height);
      return new GifFrame(
          canvasWidth, canvasHeight, left, top, width, height, transparent, comments, pixels);
    }

    private void extension() throws IOException {
      int kind = input.readUnsignedByte();
      ByteArrayOutputStream comment = new ByteArrayOutputStream();
      for (int size = input.readUnsignedByte(); size > 0; size = input.readUnsignedByte()) {
        byte[] content = new byte[size];
        input.readFully(content);
        if (kind == CONTROL) {
          transparent = (content[0] & 1) != 0;
        } else if (kind == COMMENT && comment.size() + size <= MOST_COMMENT_BYTES) {
          comment.writeBytes(content);
        }
      }
      if (comment.size() > 0 && comments.size() < MOST_COMMENTS) {
        comments.add(comment.toByteArray());
      }
    }

    private void skipTable(int flags) throws IOException {
      if ((flags & HAS_TABLE) != 0) {
        input.skipNBytes(3L << ((flags & 7) + 1));
      }
    }

    private int number() throws IOException {
      int low = input.readUnsignedByte();
      return low | input.readUnsignedByte() << 8;
    }

    private static PictureException damaged() {
      return new PictureException(CORRUPT, "The GIF file is damaged: it holds no picture.");
    }
  }
}
