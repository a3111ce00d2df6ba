package io.diffsr.pipeline;

import io.diffsr.diffusion.DiffusionModel;
import io.diffsr.image.Picture;
import io.diffsr.job.UpscaleSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells runs apart: the same fingerprint means that every step gives the same bytes. */
final class Fingerprint {
  private static final int CHUNK = 4096;

  private Fingerprint() {}

  /**
   * SHA-256 in hex over the input's samples and all that steers the run.
   *
   * @param timestep at which the run starts
   */
  static String of(Picture input, UpscaleSpec spec, DiffusionModel model, int timestep) {
    MessageDigest digest = sha256();
    String steering =
        String.join(
            "|",
            spec.toString(),
            model.name(),
            model.scheduler().toString(),
            // CUDA and the CPU round differently.
            model.executionProvider(),
            Integer.toString(model.tileSize()),
            Integer.toString(timestep),
            input.width() + "x" + input.height());
    digest.update(steering.getBytes(StandardCharsets.UTF_8));
    float[] samples = input.colour();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < samples.length; from += CHUNK) {
      int count = Math.min(CHUNK, samples.length - from);
      chunk.asFloatBuffer().put(samples, from, count);
      digest.update(chunk.array(), 0, count * Float.BYTES);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
