package io.diffsr.storage;

/** The object store did not answer as it should; trying again may help. */
public final class ObjectStoreException extends RuntimeException {
  public ObjectStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
