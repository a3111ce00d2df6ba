package io.diffsr.testing;

import java.util.Collections;
import java.util.List;

/**
 * Writes ONNX files of a network that answers with sample + timestep, which shows what reached it.
 */
public final class TinyNetwork {
  public static final int FLOAT = TinyGraph.FLOAT;
  public static final int INT32 = 6;
  public static final int INT64 = 7;
  public static final int FLOAT16 = 10;
  public static final int DOUBLE = 11;

  /** A dimension of any length. */
  public static final int ANY = TinyGraph.ANY;

  private int sampleType = FLOAT;
  private int[] sampleShape = {ANY, 3, ANY, ANY};
  private int timestepType = INT64;
  private int[] timestepShape = {};
  private int copies = 1;
  private boolean extraInput;

  /** Type and shape (NCHW) of the sample and of the answer. */
  public TinyNetwork sample(int type, int... shape) {
    sampleType = type;
    sampleShape = shape;
    return this;
  }

  public TinyNetwork timestep(int type, int... shape) {
    timestepType = type;
    timestepShape = shape;
    return this;
  }

  /** Repeats the answer along the channels. */
  public TinyNetwork copies(int count) {
    copies = count;
    return this;
  }

  public TinyNetwork withExtraInput() {
    extraInput = true;
    return this;
  }

  public byte[] file() {
    int[] outputShape = sampleShape.clone();
    outputShape[1] = outputShape[1] == ANY ? ANY : outputShape[1] * copies;
    TinyGraph graph =
        new TinyGraph()
            .node("Cast", List.of("t"), "shift", TinyGraph.attribute("to", sampleType))
            .node("Add", List.of("x", "shift"), "sum")
            .node("Concat", Collections.nCopies(copies, "sum"), "y", TinyGraph.attribute("axis", 1))
            .input("x", sampleType, sampleShape)
            .input("t", timestepType, timestepShape);
    if (extraInput) {
      graph.input("context", FLOAT, ANY, 8);
    }
    return graph.output("y", sampleType, outputShape).file();
  }
}
