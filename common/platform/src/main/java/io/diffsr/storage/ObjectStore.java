package io.diffsr.storage;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where the bytes are: inputs and results, under keys of {@link ObjectKeys}. */
public interface ObjectStore {
  /** Stores bytes, replacing what was there. When it returns, the bytes are durable. */
  void put(String key, byte[] bytes, String mediaType);

  /** The same as {@link #put(String, byte[], String)} for a file, which is streamed. */
  void put(String key, Path file, String mediaType);

  /**
   * The stored bytes.
   *
   * @throws ObjectNotFoundException when there are none under this key
   */
  byte[] get(String key);

  /**
   * A stream over the stored bytes; the caller closes it.
   *
   * @throws ObjectNotFoundException when there are none under this key
   */
  InputStream open(String key);

  /**
   * The same as {@link #open(String)} for a part.
   *
   * @param offset of its first byte
   * @param length at least 1
   */
  InputStream open(String key, long offset, long length);

  /**
   * Objects in the order of their keys, a page at a time.
   *
   * @param prefix of their keys
   * @param after only keys after this one; empty to start at the first
   * @param most at most so many, up to 1000
   */
  List<StoredObject> list(String prefix, String after, int most);

  /** Removes the bytes, if there are any. */
  void delete(String key);

  /**
   * An address from which anyone can read the bytes for a while.
   *
   * @param fileName the name a browser saves the file under
   */
  URI presignedGet(String key, Duration validity, String fileName);

  /** Throws when the store cannot be reached or the bucket is missing. */
  void check();
}
