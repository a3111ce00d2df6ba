package io.diffsr.pipeline;

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
 * @param fingerprint of all that decides the bytes of the run; a checkpoint of another run is of no
 *     use
 * @param networkCalls made so far
 * @param state of the sampler
 */
record Checkpoint(String fingerprint, int networkCalls, SamplerState state) {
  private static final int MAGIC = 0x44535243; // DSRC
  private static final int VERSION = 1;

  /** Little-endian: magic, version, fingerprint, calls, step, canvas, solver memory or nothing. */
  byte[] toBytes() {
    byte[] name = fingerprint.getBytes(StandardCharsets.UTF_8);
    float[] sample = state.sample();
    float[] previous = state.previousOriginalSample();
    long size =
        7L * Integer.BYTES
            + name.length
            + Float.BYTES * ((long) sample.length + (previous == null ? 0 : previous.length));
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(MAGIC).putInt(VERSION).putInt(name.length).put(name);
    buffer.putInt(networkCalls).putInt(state.step());
    put(buffer, sample);
    put(buffer, previous == null ? new float[0] : previous);
    return buffer.array();
  }

  /** Reads what {@link #toBytes} wrote; empty where the bytes are of another version or damaged. */
  static Optional<Checkpoint> read(byte[] bytes) {
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
      if (buffer.hasRemaining()) {
        return Optional.empty();
      }
      float @Nullable [] memory = previous.length == 0 ? null : previous;
      return Optional.of(
          new Checkpoint(
              new String(name, StandardCharsets.UTF_8),
              networkCalls,
              new SamplerState(step, sample, memory)));
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
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
