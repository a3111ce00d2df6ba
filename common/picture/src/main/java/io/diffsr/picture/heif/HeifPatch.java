package io.diffsr.picture.heif;

/**
 * Bytes that take the place of others.
 *
 * @param at where in the file
 * @param bytes put there
 */
@SuppressWarnings("ArrayRecordComponent") // Not compared by value.
record HeifPatch(long at, byte[] bytes) {}
