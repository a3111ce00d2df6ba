package io.diffsr.diffusion;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * In a file that has no name any more, so that nothing is left of it whatever ends this process.
 * Read and written rather than mapped: a full disk is an exception then, and no signal.
 */
final class SolverFile implements SolverMemory {
  private static final int BLOCK_VALUES = 1 << 15;

  private final RandomAccessFile file;
  private final int length;
  private final byte[] block = new byte[Float.BYTES * BLOCK_VALUES];

  private SolverFile(RandomAccessFile file, int length) {
    this.file = file;
    this.length = length;
  }

  static SolverFile of(float[] originalSample) {
    try {
      Path path = Files.createTempFile("diffsr-canvas-", ".bin");
      RandomAccessFile file;
      try {
        file = new RandomAccessFile(path.toFile(), "rw");
      } finally {
        Files.delete(path);
      }
      SolverFile made = new SolverFile(file, originalSample.length);
      try {
        return made.replace(originalSample);
      } catch (SolverFileException e) {
        made.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SolverFileException(e);
    }
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public synchronized void read(int from, float[] target, int count) {
    try {
      file.seek((long) Float.BYTES * from);
      for (int done = 0; done < count; ) {
        int values = Math.min(BLOCK_VALUES, count - done);
        file.readFully(block, 0, Float.BYTES * values);
        ordered().asFloatBuffer().get(target, done, values);
        done += values;
      }
    } catch (IOException e) {
      throw new SolverFileException(e);
    }
  }

  @Override
  public synchronized SolverFile replace(float[] originalSample) {
    if (originalSample.length != length) {
      throw new IllegalArgumentException("a canvas of another size");
    }
    try {
      file.seek(0);
      for (int from = 0; from < length; ) {
        int values = Math.min(BLOCK_VALUES, length - from);
        ordered().asFloatBuffer().put(originalSample, from, values);
        file.write(block, 0, Float.BYTES * values);
        from += values;
      }
    } catch (IOException e) {
      throw new SolverFileException(e);
    }
    return this;
  }

  private ByteBuffer ordered() {
    return ByteBuffer.wrap(block).order(ByteOrder.nativeOrder());
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new SolverFileException(e);
    }
  }
}
