package io.diffsr.request;

/**
 * What whoever sends a picture or looks at a result should know.
 *
 * @param code which kind of thing, for example {@code metadata_dropped}
 * @param text what it is, for people
 */
public record JobWarning(String code, String text) {}
