package io.diffsr.method;

import io.diffsr.job.Sha256;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.NetworkTile;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Identifies a job: the same fingerprint means that every step gives the same bytes. */
final class Fingerprint {
  private static final int CHUNK = 4096;

  private Fingerprint() {}

  /**
   * SHA-256 in hex over the input's samples and all that decides the bytes of the job.
   *
   * @param origin identifies what the run begins with
   * @param timestep at which the run starts
   */
  static String of(
      Picture input, UpscaleSpec spec, DiffusionModel model, String origin, int timestep) {
    Sha256 digest = new Sha256();
    String steering =
        String.join(
            "|",
            spec.toString(),
            model.name(),
            model.weights(),
            model.scheduler().toString(),
            // CUDA and the CPU round differently.
            model.executionProvider(),
            tiles(model.tile()),
            origin,
            Integer.toString(timestep),
            input.width() + "x" + input.height());
    digest.update(steering.getBytes(StandardCharsets.UTF_8));
    float[] samples = input.colour();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < samples.length; from += CHUNK) {
      int count = Math.min(CHUNK, samples.length - from);
      chunk.asFloatBuffer().put(samples, from, count);
      digest.update(chunk.array(), count * Float.BYTES);
    }
    return digest.hex();
  }

  /** What places the tiles; how many are run at once changes no byte. */
  private static String tiles(NetworkTile tile) {
    return tile.edge() + "/" + tile.multiple() + "/" + tile.largestEdge();
  }
}
