package io.diffsr.storage;

/** There is nothing under a key. */
public final class ObjectNotFoundException extends RuntimeException {
  public ObjectNotFoundException(String key, Throwable cause) {
    super("there is no object " + key, cause);
  }
}
