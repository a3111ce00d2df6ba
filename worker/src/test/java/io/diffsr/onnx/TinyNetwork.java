package io.diffsr.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes ONNX files of a network that answers with sample + timestep, which shows what reached it.
 * The numbers are those of the fields in onnx.proto.
 */
final class TinyNetwork {
  static final int FLOAT = 1;
  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int FLOAT16 = 10;
  static final int DOUBLE = 11;

  /** A dimension of any length. */
  static final int ANY = -1;

  private int sampleType = FLOAT;
  private int[] sampleShape = {ANY, 3, ANY, ANY};
  private int timestepType = INT64;
  private int[] timestepShape = {};
  private int copies = 1;
  private boolean extraInput;

  /** Type and shape (NCHW) of the sample and of the answer. */
  TinyNetwork sample(int type, int... shape) {
    sampleType = type;
    sampleShape = shape;
    return this;
  }

  TinyNetwork timestep(int type, int... shape) {
    timestepType = type;
    timestepShape = shape;
    return this;
  }

  /** Repeats the answer along the channels. */
  TinyNetwork copies(int count) {
    copies = count;
    return this;
  }

  TinyNetwork withExtraInput() {
    extraInput = true;
    return this;
  }

  byte[] file() {
    int[] outputShape = sampleShape.clone();
    outputShape[1] = outputShape[1] == ANY ? ANY : outputShape[1] * copies;
    Message graph =
        new Message()
            .put(1, node("Cast", "t", "shift").put(5, attribute("to", sampleType)))
            .put(1, new Message().text(1, "x").text(1, "shift").text(2, "sum").text(4, "Add"));
    Message concat = new Message();
    for (int i = 0; i < copies; i++) {
      concat.text(1, "sum");
    }
    graph
        .put(1, concat.text(2, "y").text(4, "Concat").put(5, attribute("axis", 1)))
        .text(2, "tiny")
        .put(11, value("x", sampleType, sampleShape))
        .put(11, value("t", timestepType, timestepShape));
    if (extraInput) {
      graph.put(11, value("context", FLOAT, ANY, 8));
    }
    graph.put(12, value("y", sampleType, outputShape));
    return new Message().number(1, 8).put(7, graph).put(8, new Message().number(2, 13)).bytes();
  }

  private static Message node(String type, String input, String output) {
    return new Message().text(1, input).text(2, output).text(4, type);
  }

  private static Message attribute(String name, int value) {
    return new Message().text(1, name).number(3, value).number(20, 2);
  }

  private static Message value(String name, int type, int... shape) {
    Message dimensions = new Message();
    for (int i = 0; i < shape.length; i++) {
      dimensions.put(
          1,
          shape[i] == ANY
              ? new Message().text(2, name + "_" + i)
              : new Message().number(1, shape[i]));
    }
    Message tensor = new Message().number(1, type).put(2, dimensions);
    return new Message().text(1, name).put(2, new Message().put(1, tensor));
  }

  /** A message of Protocol Buffers. */
  private static final class Message {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    Message number(int field, int value) {
      variable(field << 3);
      variable(value);
      return this;
    }

    Message text(int field, String value) {
      return put(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message put(int field, Message value) {
      return put(field, value.bytes());
    }

    private Message put(int field, byte[] value) {
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

    byte[] bytes() {
      return output.toByteArray();
    }
  }
}
