package io.diffsr.evaluation;

import io.diffsr.picture.Picture;
import java.util.function.Supplier;

/**
 * A sharp picture to be shrunk and restored.
 *
 * @param name of its file
 * @param source reads it; opaque, RGB
 * @param inputNoise standard deviation of the normal noise that what it is shrunk to gets, pixels
 *     in [0, 1]; 0 for none
 */
public record TestPicture(String name, Supplier<Picture> source, double inputNoise) {}
