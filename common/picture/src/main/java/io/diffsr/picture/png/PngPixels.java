package io.diffsr.picture.png;

import io.diffsr.picture.PictureSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Counts the pixels that the chunks of a PNG file hold (PNG, third edition, sections 8 and 10). */
final class PngPixels {
  private static final int BLOCK_BYTES = 1 << 16;

  /** First column and row of the seven passes of an interlaced picture, and their distances. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private PngPixels() {}

  /** Whether the whole chunks of a file, which need not have an end, inflate to all of its rows. */
  static boolean areAllThere(PictureSource file) throws IOException {
    Inflater inflater = new Inflater();
    try (InputStream stream = file.open()) {
      PngChunks chunks = new PngChunks(stream);
      chunks.advance();
      long left = rawBytes(ByteBuffer.wrap(chunks.read()));
      byte[] block = new byte[BLOCK_BYTES];
      while (left > 0 && chunks.advance()) {
        if (chunks.type().equals("IDAT")) {
          inflater.setInput(chunks.read());
          int count;
          while (left > 0 && (count = inflater.inflate(block)) > 0) {
            left -= count;
          }
        }
      }
      return left <= 0;
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }

  /** Bytes of all rows, each with the number of its filter. */
  private static long rawBytes(ByteBuffer header) {
    int width = header.getInt(0);
    int height = header.getInt(4);
    int bits = header.get(8) * PngStructure.samples(header.get(9));
    if (header.get(12) == 0) {
      return rawBytes(width, height, bits);
    }
    long bytes = 0;
    for (int[] pass : PASSES) {
      int wide = (width - pass[0] + pass[2] - 1) / pass[2];
      int high = (height - pass[1] + pass[3] - 1) / pass[3];
      bytes += wide > 0 && high > 0 ? rawBytes(wide, high, bits) : 0;
    }
    return bytes;
  }

  private static long rawBytes(int width, int height, int bits) {
    return height * (1 + ((long) width * bits + 7) / 8);
  }
}
