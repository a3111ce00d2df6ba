package io.diffsr.evaluation;

import io.diffsr.image.Picture;
import java.util.function.Supplier;

/**
 * A sharp picture to be shrunk and restored.
 *
 * @param name of its file
 * @param source reads it; opaque, RGB
 */
public record TestPicture(String name, Supplier<Picture> source) {}
