package io.diffsr.picture.webp;

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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Header and completeness of a WebP file (RFC 9649, section 2). */
public final class WebpStructure {
  private static final int CANVAS_BYTES = 10;
  private static final int ANIMATION = 0x02;
  private static final int ALPHA = 0x10;

  private WebpStructure() {}

  public static PictureHeader readHeader(InputStream stream) throws IOException {
    WebpChunks chunks = new WebpChunks(stream);
    Canvas canvas = Canvas.read(chunks);
    Rest rest = canvas.extended() ? Rest.of(chunks) : new Rest();
    return PictureHeader.ofStored(
        PictureFormat.WEBP,
        canvas.width(),
        canvas.height(),
        3,
        8,
        canvas.alpha() || rest.alpha,
        Objects.requireNonNullElse(rest.orientation, Orientation.UPRIGHT));
  }

  public static void verifyComplete(PictureSource file) throws IOException {
    try (InputStream stream = file.open()) {
      verifyComplete(new WebpChunks(stream));
    }
  }

  private static void verifyComplete(WebpChunks chunks) throws IOException {
    Canvas canvas = Canvas.read(chunks);
    WebpFrame frame = canvas.extended() ? null : canvas.frame();
    while (chunks.advance()) {
      if (WebpFrame.isFrame(chunks.type()) && frame == null) {
        frame = WebpFrame.read(chunks);
      } else if (WebpFrame.isFrame(chunks.type())
          || (frame != null && chunks.type().equals("ALPH"))) {
        throw damaged("a chunk stands where it must not");
      }
    }
    if (frame == null) {
      throw damaged("it holds no pixels");
    }
    if (frame.width() != canvas.width() || frame.height() != canvas.height()) {
      throw damaged("its pixels are not of the size that it declares");
    }
  }

  private static PictureException damaged(String how) {
    return new PictureException(CORRUPT, "The WebP file is damaged: " + how + ".");
  }

  /** What the first chunk declares; an extended file names its size before all pixels. */
  private record Canvas(int width, int height, boolean alpha, @Nullable WebpFrame frame) {

    boolean extended() {
      return frame == null;
    }

    static Canvas read(WebpChunks chunks) throws IOException {
      if (!chunks.advance()) {
        throw damaged("it holds no pixels");
      }
      if (WebpFrame.isFrame(chunks.type())) {
        WebpFrame frame = WebpFrame.read(chunks);
        return new Canvas(frame.width(), frame.height(), frame.alpha(), frame);
      }
      byte[] content = chunks.read(CANVAS_BYTES);
      if (!chunks.type().equals("VP8X") || content.length < CANVAS_BYTES) {
        throw damaged("it does not start with its header");
      }
      if ((content[0] & ANIMATION) != 0) {
        throw new PictureException(UNSUPPORTED, "Animated WebP pictures are not read.");
      }
      return new Canvas(side(content, 4), side(content, 7), (content[0] & ALPHA) != 0, null);
    }

    private static int side(byte[] content, int offset) {
      int low = content[offset] & 0xFF;
      int middle = content[offset + 1] & 0xFF;
      int high = content[offset + 2] & 0xFF;
      return 1 + (low | middle << 8 | high << 16);
    }
  }

  /** What the chunks after the first say. */
  private static final class Rest {
    private boolean alpha;
    private @Nullable Orientation orientation;

    static Rest of(WebpChunks chunks) throws IOException {
      Rest rest = new Rest();
      try {
        while (chunks.advance()) {
          switch (chunks.type()) {
            case "ALPH" -> rest.alpha = true;
            case "VP8L" -> rest.alpha |= WebpFrame.read(chunks).alpha();
            case "EXIF" -> {
              // The first one counts.
              if (rest.orientation == null) {
                rest.orientation = ExifOrientation.read(chunks.read(ExifOrientation.MOST_BYTES));
              }
            }
            default -> {}
          }
        }
      } catch (PictureException e) {
        // The header stands on its own, so that a size beyond the limits is refused for its size.
        // verifyComplete meets the same damage and reports it.
        return rest;
      }
      return rest;
    }
  }
}
