package io.diffsr.run;

import io.diffsr.diffusion.SamplerState;
import io.diffsr.diffusion.SolverMemory;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run needs to go on after a step as if it had never been interrupted: the canvas and
 * the solver's memory. Noise and tiles are functions of seed and step and need no keeping.
 *
 * @param fingerprint of all that decides the bytes of the whole job; a checkpoint of another job is
 *     refused
 * @param networkCalls made so far
 * @param state of the sampler
 * @param finished results of the same job that are done, where it draws several; else null
 */
public record Checkpoint(
    String fingerprint, int networkCalls, SamplerState state, @Nullable SampleStatistics finished) {
  private static final int MAGIC = 0x44535243; // DSRC
  private static final int VERSION = 3;
  private static final int BLOCK_VALUES = 1 << 14;
  private static final int BLOCK_BYTES = Float.BYTES * BLOCK_VALUES;
  private static final int LONGEST_NAME = 1 << 12;
  private static final float[] NOTHING = {};

  /** Whether a run of this job can go on from here ({@link Resumption#begin}). */
  boolean fits(String job, int samples, int steps, int values) {
    int done = finished == null ? 0 : finished.count();
    return fingerprint.equals(job)
        && state.sample().length == values
        && state.step() <= steps
        && done < samples
        && (finished == null || finished.values() == values);
  }

  /**
   * Little-endian: magic, version, fingerprint, calls, step, canvas, solver's memory, finished
   * results with their mean and squares; what there is not has length 0.
   */
  public void writeTo(OutputStream output) throws IOException {
    byte[] name = fingerprint.getBytes(StandardCharsets.UTF_8);
    put(output, MAGIC, VERSION, name.length);
    output.write(name);
    put(output, networkCalls, state.step());
    put(output, state.sample());
    put(output, state.previousOriginalSample());
    // Before the first result is done, there is nothing but zeros to keep.
    SampleStatistics done =
        finished == null || finished.count() == 0 ? new SampleStatistics(0) : finished;
    put(output, done.count());
    put(output, done.mean());
    put(output, done.squares());
  }

  /**
   * Reads what {@link #writeTo} wrote, and closes the stream.
   *
   * @param values of one result; nothing of another size is read
   * @return empty where the bytes are of another version or size, damaged, or cannot be read
   */
  public static Optional<Checkpoint> read(InputStream stream, int values) {
    try (stream) {
      InputStream input = new BufferedInputStream(stream, BLOCK_BYTES);
      if (number(input) != MAGIC || number(input) != VERSION) {
        return Optional.empty();
      }
      byte[] name = input.readNBytes(length(input, LONGEST_NAME));
      int networkCalls = number(input);
      int step = number(input);
      float[] sample = floats(input, values);
      float[] previous = floats(input, values);
      int results = number(input);
      float[] mean = floats(input, values);
      float[] squares = floats(input, values);
      if (input.read() >= 0
          || sample.length != values
          || mean.length != squares.length
          || results < 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Checkpoint(
              new String(name, StandardCharsets.UTF_8),
              networkCalls,
              new SamplerState(
                  step, sample, previous.length == 0 ? null : SolverMemory.inMemory(previous)),
              results == 0 ? null : new SampleStatistics(results, mean, squares)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void put(OutputStream output, @Nullable SolverMemory memory) throws IOException {
    if (memory == null) {
      put(output, NOTHING);
      return;
    }
    put(output, memory.length());
    float[] block = new float[BLOCK_VALUES];
    for (int from = 0; from < memory.length(); from += BLOCK_VALUES) {
      int count = Math.min(BLOCK_VALUES, memory.length() - from);
      memory.read(from, block, count);
      putValues(output, block, 0, count);
    }
  }

  private static void put(OutputStream output, int... numbers) throws IOException {
    byte[] bytes = new byte[Integer.BYTES * numbers.length];
    ByteBuffer buffer = ordered(bytes);
    for (int number : numbers) {
      buffer.putInt(number);
    }
    output.write(bytes);
  }

  private static void put(OutputStream output, float[] values) throws IOException {
    put(output, values.length);
    for (int from = 0; from < values.length; from += BLOCK_VALUES) {
      int count = Math.min(BLOCK_VALUES, values.length - from);
      putValues(output, values, from, count);
    }
  }

  private static void putValues(OutputStream output, float[] values, int from, int count)
      throws IOException {
    byte[] bytes = new byte[Float.BYTES * count];
    ordered(bytes).asFloatBuffer().put(values, from, count);
    output.write(bytes);
  }

  private static float[] floats(InputStream input, int expected) throws IOException {
    int length = number(input);
    if (length != 0 && length != expected) {
      throw new EOFException();
    }
    float[] values = new float[length];
    for (int from = 0; from < length; from += BLOCK_VALUES) {
      int count = Math.min(BLOCK_VALUES, length - from);
      whole(input, count).asFloatBuffer().get(values, from, count);
    }
    return values;
  }

  private static int number(InputStream input) throws IOException {
    return whole(input, 1).getInt();
  }

  private static int length(InputStream input, int most) throws IOException {
    int length = number(input);
    if (length < 0 || length > most) {
      throw new EOFException();
    }
    return length;
  }

  /** The next values of four bytes each. */
  private static ByteBuffer whole(InputStream input, int count) throws IOException {
    byte[] bytes = input.readNBytes(Integer.BYTES * count);
    if (bytes.length < Integer.BYTES * count) {
      throw new EOFException();
    }
    return ordered(bytes);
  }

  private static ByteBuffer ordered(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
