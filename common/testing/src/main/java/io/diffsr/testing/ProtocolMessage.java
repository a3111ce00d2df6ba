package io.diffsr.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A message of Protocol Buffers under way. Fields are known by their numbers. */
public final class ProtocolMessage {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  public ProtocolMessage number(int field, int value) {
    variable(field << 3);
    variable(value);
    return this;
  }

  public ProtocolMessage text(int field, String value) {
    return put(field, value.getBytes(StandardCharsets.UTF_8));
  }

  public ProtocolMessage put(int field, ProtocolMessage value) {
    return put(field, value.bytes());
  }

  public ProtocolMessage put(int field, byte[] value) {
    variable((field << 3) | 2);
    variable(value.length);
    output.writeBytes(value);
    return this;
  }

  private void variable(int value) {
    int rest = value;
    while (rest > 0x7F) {
      output.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    output.write(rest);
  }

  public byte[] bytes() {
    return output.toByteArray();
  }
}
