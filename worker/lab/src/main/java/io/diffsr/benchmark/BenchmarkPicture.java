package io.diffsr.benchmark;

import io.diffsr.picture.Picture;

/** Edges, gradients and fine texture of no photograph, the same on every machine. */
final class BenchmarkPicture {
  private BenchmarkPicture() {}

  static Picture of(int width, int height) {
    float[] colour = new float[3 * height * width];
    for (int i = 0; i < colour.length; i++) {
      double x = i % width;
      double y = i / width % height;
      int channel = i / (width * height);
      double edges = Math.sin(0.043 * x + channel) * Math.cos(0.061 * y) > 0 ? 0.3 : -0.3;
      double texture = 0.12 * Math.sin(1.1 * x + 0.7 * y) * Math.sin(0.013 * x * y / 8);
      double gradient = 0.3 * (x / width - 0.5) + 0.2 * (y / height - 0.5);
      colour[i] = (float) (edges + texture + gradient);
    }
    return Picture.of(width, height, 3, colour).quantised();
  }
}
