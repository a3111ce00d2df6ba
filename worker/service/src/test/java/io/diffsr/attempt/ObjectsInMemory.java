package io.diffsr.attempt;

import io.diffsr.storage.ObjectNotFoundException;
import io.diffsr.storage.ObjectStore;
import io.diffsr.storage.ObjectStoreException;
import io.diffsr.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An object store whose network can be cut. */
final class ObjectsInMemory implements ObjectStore {
  final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean away;

  int refusals() {
    return refusals.get();
  }

  void away(boolean isAway) {
    away = isAway;
  }

  private void requireNetwork() {
    if (away) {
      refusals.incrementAndGet();
      throw new ObjectStoreException("the network is cut", new IllegalStateException());
    }
  }

  @Override
  public void put(String key, byte[] bytes, String mediaType) {
    requireNetwork();
    objects.put(key, bytes);
  }

  @Override
  public void put(String key, Path file, String mediaType) {
    try {
      put(key, Files.readAllBytes(file), mediaType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream open(String key, long offset, long length) {
    throw new UnsupportedOperationException("a worker reads whole objects");
  }

  @Override
  public byte[] get(String key) {
    requireNetwork();
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      throw new ObjectNotFoundException(key, new IllegalStateException());
    }
    return bytes;
  }

  @Override
  public InputStream open(String key) {
    return new ByteArrayInputStream(get(key));
  }

  @Override
  public List<StoredObject> list(String prefix, String after, int most) {
    throw new UnsupportedOperationException("a worker lists nothing");
  }

  @Override
  public void delete(String key) {
    throw new UnsupportedOperationException("a worker deletes nothing");
  }

  @Override
  public URI presignedGet(String key, Duration validity, String fileName) {
    throw new UnsupportedOperationException("a worker presigns nothing");
  }

  @Override
  public void check() {
    requireNetwork();
  }
}
