package io.diffsr.evaluation;

/**
 * A picture of the report.
 *
 * @param file its name, ending in {@code .png}
 * @param title a few words
 * @param caption what is seen, in a sentence or two
 * @param png the file's bytes
 */
// Arrays: not compared by value.
@SuppressWarnings("ArrayRecordComponent")
public record Figure(String file, String title, String caption, byte[] png) {}
