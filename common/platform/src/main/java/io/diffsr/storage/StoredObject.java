package io.diffsr.storage;

import java.time.Instant;

/**
 * An object as a listing shows it.
 *
 * @param lastModified by the object store's clock
 */
public record StoredObject(String key, Instant lastModified) {}
