package io.diffsr.run;

import java.io.IOException;
import java.io.OutputStream;

/** The state of a run, which is as large as several canvases: written, not handed over. */
@FunctionalInterface
public interface CheckpointWriter {
  /** Writes the whole checkpoint; the stream is left open. */
  void writeTo(OutputStream output) throws IOException;
}
