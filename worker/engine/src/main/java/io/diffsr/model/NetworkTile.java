package io.diffsr.model;

/**
 * The largest square of a picture that a network is given at once.
 *
 * @param edge in pixels, a multiple of {@code multiple}
 * @param multiple what the edges of any square must be divisible by, at least 1
 */
public record NetworkTile(int edge, int multiple) {}
