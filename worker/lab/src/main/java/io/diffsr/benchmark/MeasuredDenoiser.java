package io.diffsr.benchmark;

import io.diffsr.diffusion.Denoiser;

/** A network that counts what it is given, and for how long it works. */
final class MeasuredDenoiser implements Denoiser {
  private final Denoiser network;
  private long pixels;
  private long tiles;
  private long nanoseconds;

  MeasuredDenoiser(Denoiser network) {
    this.network = network;
  }

  @Override
  public float[] predict(float[] samples, int batch, int height, int width, int timestep) {
    long start = System.nanoTime();
    float[] answer = network.predict(samples, batch, height, width, timestep);
    nanoseconds += System.nanoTime() - start;
    pixels += (long) batch * height * width;
    tiles += batch;
    return answer;
  }

  /** Pixels of all tiles. */
  long pixels() {
    return pixels;
  }

  long tiles() {
    return tiles;
  }

  double seconds() {
    return nanoseconds / 1e9;
  }
}
