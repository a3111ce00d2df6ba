package io.diffsr.batch;

import java.nio.file.Path;

/**
 * One of several pictures to be enlarged.
 *
 * @param file to be read
 * @param place where it lies below the folder that was named; its name alone where it was named
 *     itself
 */
public record BatchPicture(Path file, Path place) {}
