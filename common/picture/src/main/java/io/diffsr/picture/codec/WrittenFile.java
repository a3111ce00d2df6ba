package io.diffsr.picture.codec;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** A file as it is being written: never copied as it grows, as a result may have a gigabyte. */
public final class WrittenFile extends OutputStream {
  private static final int BLOCK_BYTES = 1 << 20;

  private final List<byte[]> blocks = new ArrayList<>();
  private byte[] last = {};
  private int used;

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (used == last.length) {
        last = new byte[BLOCK_BYTES];
        blocks.add(last);
        used = 0;
      }
      int count = Math.min(left, last.length - used);
      System.arraycopy(bytes, from, last, used, count);
      used += count;
      from += count;
      left -= count;
    }
  }

  /** The file. */
  public byte[] bytes() {
    return with(0, new byte[0]);
  }

  /**
   * The file with something put in.
   *
   * @param offset before which it stands
   * @throws ArithmeticException where the file is too large for an array
   */
  public byte[] with(int offset, byte[] insertion) {
    int length = blocks.isEmpty() ? 0 : Math.toIntExact((blocks.size() - 1L) * BLOCK_BYTES + used);
    byte[] whole = new byte[Math.addExact(length, insertion.length)];
    copy(0, offset, whole, 0);
    System.arraycopy(insertion, 0, whole, offset, insertion.length);
    copy(offset, length, whole, insertion.length);
    return whole;
  }

  /** Copies a part of the file to where it stands in it, and some bytes further. */
  private void copy(int from, int to, byte[] target, int further) {
    int at = from;
    while (at < to) {
      int count = Math.min(BLOCK_BYTES - at % BLOCK_BYTES, to - at);
      System.arraycopy(blocks.get(at / BLOCK_BYTES), at % BLOCK_BYTES, target, at + further, count);
      at += count;
    }
  }
}
