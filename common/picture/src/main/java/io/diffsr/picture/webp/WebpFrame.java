package io.diffsr.picture.webp;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;

import io.diffsr.picture.PictureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the start of the compressed pixels says (RFC 6386 section 9.1, RFC 9649 section 3.4).
 *
 * @param width columns, 1 to 16,384
 * @param height rows, 1 to 16,384
 * @param alpha true where the pixels themselves carry transparency
 */
record WebpFrame(int width, int height, boolean alpha) {
  private static final int LOSSY_BYTES = 10;
  private static final int LOSSLESS_BYTES = 5;
  private static final int SIDE_BITS = 14;
  private static final int SIDE_MASK = (1 << SIDE_BITS) - 1;
  private static final int LOSSY_START_CODE = 0x2A019D;
  private static final int LOSSLESS_SIGNATURE = 0x2F;

  /** True for the two types of chunk that hold colours. */
  static boolean isFrame(String type) {
    return type.equals("VP8 ") || type.equals("VP8L");
  }

  /**
   * Reads the start of the current chunk.
   *
   * @throws PictureException of kind {@code CORRUPT} where it makes no sense
   */
  static WebpFrame read(WebpChunks chunks) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(chunks.read(LOSSY_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    boolean lossless = chunks.type().equals("VP8L");
    if (content.remaining() < (lossless ? LOSSLESS_BYTES : LOSSY_BYTES)) {
      throw damaged();
    }
    return lossless ? lossless(content) : lossy(content);
  }

  private static WebpFrame lossy(ByteBuffer content) {
    boolean keyFrame = (content.get(0) & 1) == 0;
    int startCode = content.getInt(3) & 0xFFFFFF;
    int width = content.getShort(6) & SIDE_MASK;
    int height = content.getShort(8) & SIDE_MASK;
    if (!keyFrame || startCode != LOSSY_START_CODE || width == 0 || height == 0) {
      throw damaged();
    }
    return new WebpFrame(width, height, false);
  }

  private static WebpFrame lossless(ByteBuffer content) {
    int bits = content.getInt(1);
    if (content.get(0) != LOSSLESS_SIGNATURE || bits >>> (2 * SIDE_BITS + 1) != 0) {
      throw damaged();
    }
    return new WebpFrame(
        (bits & SIDE_MASK) + 1,
        (bits >>> SIDE_BITS & SIDE_MASK) + 1,
        (bits >>> (2 * SIDE_BITS) & 1) == 1);
  }

  private static PictureException damaged() {
    return new PictureException(CORRUPT, "The WebP file is damaged: its header makes no sense.");
  }
}
