package io.diffsr.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Changes files as damage and malice do. The same number makes the same file. */
public final class FileMutations {
  private static final int[] NUMBERS = {
    0, 1, 2, -1, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000
  };
  private static final int MOST_CHANGES = 4;
  private static final int MOST_MOVED = 64;
  private static final int PNG_SIGNATURE_BYTES = 8;

  private final List<byte[]> samples;

  public FileMutations(List<byte[]> samples) {
    this.samples = samples;
  }

  /** The file of a number. */
  public byte[] file(long seed, long number) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    byte[] file = samples.get(random.nextInt(samples.size())).clone();
    for (int changes = random.nextInt(1, MOST_CHANGES + 1); changes > 0; changes--) {
      file = changed(file, random);
    }
    // Without this, most of a PNG's mutations would end at a checksum.
    boolean png = file.length > PNG_SIGNATURE_BYTES && file[1] == 'P' && file[2] == 'N';
    return png && random.nextInt(4) > 0 ? withChecksums(file) : file;
  }

  private byte[] changed(byte[] file, SplittableRandom random) {
    if (file.length < 2) {
      return file;
    }
    // Headers are short and hold the most.
    int reach = random.nextBoolean() ? Math.min(200, file.length) : file.length;
    int at = random.nextInt(reach);
    switch (random.nextInt(8)) {
      case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> file[at] = (byte) random.nextInt(256);
      case 2, 3 -> {
        ByteBuffer buffer =
            ByteBuffer.wrap(file)
                .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int value = NUMBERS[random.nextInt(NUMBERS.length)];
        if (random.nextBoolean() && at + Integer.BYTES <= file.length) {
          buffer.putInt(at, value);
        } else if (at + Short.BYTES <= file.length) {
          buffer.putShort(at, (short) value);
        }
      }
      case 4 -> {
        int end = Math.min(file.length, at + random.nextInt(1, MOST_MOVED));
        return joined(Arrays.copyOf(file, at), Arrays.copyOfRange(file, end, file.length));
      }
      case 5 -> {
        int end = Math.min(file.length, at + random.nextInt(1, MOST_MOVED));
        return joined(Arrays.copyOf(file, end), Arrays.copyOfRange(file, at, file.length));
      }
      case 6 -> {
        byte[] other = samples.get(random.nextInt(samples.size()));
        int from = random.nextInt(other.length);
        int end = Math.min(other.length, from + random.nextInt(1, MOST_MOVED));
        return joined(
            joined(Arrays.copyOf(file, at), Arrays.copyOfRange(other, from, end)),
            Arrays.copyOfRange(file, at, file.length));
      }
      default -> {
        return random.nextInt(4) == 0 ? Arrays.copyOf(file, Math.max(at, 1)) : file;
      }
    }
    return file;
  }

  private static byte[] withChecksums(byte[] file) {
    ByteBuffer chunks = ByteBuffer.wrap(file);
    int at = PNG_SIGNATURE_BYTES;
    while (at + 12 <= file.length) {
      int length = chunks.getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        return file;
      }
      CRC32 checksum = new CRC32();
      checksum.update(file, at + 4, length + 4);
      chunks.putInt(at + 8 + length, (int) checksum.getValue());
      at += 12 + length;
    }
    return file;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(first.length + second.length);
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }
}
