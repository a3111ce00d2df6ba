package io.diffsr.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** An ONNX file under way, node by node. The numbers are those of the fields in onnx.proto. */
public final class TinyGraph {
  public static final int FLOAT = 1;

  /** A dimension of any length. */
  public static final int ANY = -1;

  private final ProtocolMessage graph = new ProtocolMessage().text(2, "tiny");

  public TinyGraph input(String name, int type, int... shape) {
    graph.put(11, value(name, type, shape));
    return this;
  }

  public TinyGraph output(String name, int type, int... shape) {
    graph.put(12, value(name, type, shape));
    return this;
  }

  public TinyGraph constant(String name, float[] values, int... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float each : values) {
      bytes.putFloat(each);
    }
    ProtocolMessage tensor = new ProtocolMessage();
    for (int length : shape) {
      tensor.number(1, length);
    }
    graph.put(5, tensor.number(2, FLOAT).text(8, name).put(9, bytes.array()));
    return this;
  }

  public TinyGraph node(
      String type, List<String> inputs, String output, ProtocolMessage... attributes) {
    ProtocolMessage node = new ProtocolMessage();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(4, type);
    for (ProtocolMessage attribute : attributes) {
      node.put(5, attribute);
    }
    graph.put(1, node);
    return this;
  }

  public static ProtocolMessage attribute(String name, int value) {
    return new ProtocolMessage().text(1, name).number(3, value).number(20, 2);
  }

  public static ProtocolMessage attribute(String name, String value) {
    return new ProtocolMessage().text(1, name).text(4, value).number(20, 3);
  }

  public byte[] file() {
    return new ProtocolMessage()
        .number(1, 8)
        .put(7, graph)
        .put(8, new ProtocolMessage().number(2, 13))
        .bytes();
  }

  private static ProtocolMessage value(String name, int type, int... shape) {
    ProtocolMessage dimensions = new ProtocolMessage();
    for (int i = 0; i < shape.length; i++) {
      dimensions.put(
          1,
          shape[i] == ANY
              ? new ProtocolMessage().text(2, name + "_" + i)
              : new ProtocolMessage().number(1, shape[i]));
    }
    ProtocolMessage tensor = new ProtocolMessage().number(1, type).put(2, dimensions);
    return new ProtocolMessage().text(1, name).put(2, new ProtocolMessage().put(1, tensor));
  }
}
