package io.diffsr.evaluation;

import io.diffsr.picture.Picture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A sharp picture to be shrunk and restored.
 *
 * @param name of its file
 * @param source reads it; opaque, RGB
 * @param inputNoise standard deviation of the normal noise that what it is shrunk to gets, pixels
 *     in [0, 1]; 0 for none
 * @param jpegQuality of the file that it is shrunk to, colour halved, in 1..100; null for a
 *     lossless one
 */
public record TestPicture(
    String name, Supplier<Picture> source, double inputNoise, @Nullable Integer jpegQuality) {
  /** Of a lossless input. */
  public TestPicture(String name, Supplier<Picture> source, double inputNoise) {
    this(name, source, inputNoise, null);
  }
}
