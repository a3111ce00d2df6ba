package io.diffsr.run;

import io.diffsr.diffusion.SamplerState;
import java.nio.BufferUnderflowException;
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
  private static final int LARGEST = Integer.MAX_VALUE - 8;
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
   * results with their mean and squares; what there is not has length 0. Empty where a canvas is
   * too large for one array: such a run goes on without checkpoints.
   */
  public Optional<byte[]> toBytes() {
    byte[] name = fingerprint.getBytes(StandardCharsets.UTF_8);
    float[] sample = state.sample();
    float[] previous = orNothing(state.previousOriginalSample());
    // Before the first result is done, there is nothing but zeros to keep.
    SampleStatistics done =
        finished == null || finished.count() == 0 ? new SampleStatistics(0) : finished;
    float[] mean = done.mean();
    float[] squares = done.squares();
    long floats = (long) sample.length + previous.length + mean.length + squares.length;
    long size = 10L * Integer.BYTES + name.length + Float.BYTES * floats;
    if (size > LARGEST) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(MAGIC).putInt(VERSION).putInt(name.length).put(name);
    buffer.putInt(networkCalls).putInt(state.step());
    put(buffer, sample);
    put(buffer, previous);
    buffer.putInt(done.count());
    put(buffer, mean);
    put(buffer, squares);
    return Optional.of(buffer.array());
  }

  /** Reads what {@link #toBytes} wrote; empty where the bytes are of another version or damaged. */
  public static Optional<Checkpoint> read(byte[] bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (buffer.getInt() != MAGIC || buffer.getInt() != VERSION) {
        return Optional.empty();
      }
      byte[] name = new byte[length(buffer, Byte.BYTES)];
      buffer.get(name);
      int networkCalls = buffer.getInt();
      int step = buffer.getInt();
      float[] sample = floats(buffer);
      float[] previous = floats(buffer);
      int results = buffer.getInt();
      float[] mean = floats(buffer);
      float[] squares = floats(buffer);
      if (buffer.hasRemaining() || mean.length != squares.length || results < 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Checkpoint(
              new String(name, StandardCharsets.UTF_8),
              networkCalls,
              new SamplerState(step, sample, previous.length == 0 ? null : previous),
              results == 0 ? null : new SampleStatistics(results, mean, squares)));
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static float[] orNothing(float @Nullable [] values) {
    return values == null ? NOTHING : values;
  }

  private static void put(ByteBuffer buffer, float[] values) {
    buffer.putInt(values.length);
    buffer.asFloatBuffer().put(values);
    buffer.position(buffer.position() + values.length * Float.BYTES);
  }

  private static float[] floats(ByteBuffer buffer) {
    float[] values = new float[length(buffer, Float.BYTES)];
    buffer.asFloatBuffer().get(values);
    buffer.position(buffer.position() + values.length * Float.BYTES);
    return values;
  }

  /** A length that the rest of the buffer can hold. */
  private static int length(ByteBuffer buffer, int elementBytes) {
    int length = buffer.getInt();
    if (length < 0 || (long) length * elementBytes > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    return length;
  }
}
