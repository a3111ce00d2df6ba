package io.diffsr.storage;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** {@link ObjectStore} over any S3 endpoint, through the MinIO SDK. */
@ApplicationScoped
public class MinioObjectStore implements ObjectStore {
  private static final Logger LOG = Logger.getLogger(MinioObjectStore.class);
  private static final String NO_SUCH_KEY = "NoSuchKey";

  /** The SDK holds a part of 5 MiB of a file in a buffer that doubles as it grows. */
  private static final long MEMORY_OF_FILE = 16L << 20;

  private final String bucket;
  private final MinioClient client;
  private final MinioClient publicClient;
  private final Semaphore storing = new Semaphore(filesAtOnce(), true);
  private volatile boolean bucketReady;

  @Inject
  MinioObjectStore(StorageSettings settings) {
    this.bucket = settings.bucket();
    this.client = client(settings, withoutPath(settings.endpoint()));
    this.publicClient =
        settings.publicEndpoint().map(at -> client(settings, withoutPath(at))).orElse(client);
  }

  /** As many as a quarter of the heap has room for. */
  private static int filesAtOnce() {
    long room = Runtime.getRuntime().maxMemory() / 4 / MEMORY_OF_FILE;
    return (int) Math.max(1, Math.min(room, 16));
  }

  private static MinioClient client(StorageSettings settings, URI endpoint) {
    MinioClient client =
        MinioClient.builder()
            .endpoint(endpoint.toString())
            .region(settings.region())
            .credentials(settings.accessKey(), settings.secretKey())
            .build();
    long timeout = settings.timeout().toMillis();
    client.setTimeout(timeout, timeout, timeout);
    return client;
  }

  /** Makes a wrong address stop the start rather than the first request. */
  void started(@Observes StartupEvent start) {
    LOG.debugf("objects are kept in bucket %s", bucket);
  }

  private static URI withoutPath(URI endpoint) {
    String path = endpoint.getPath();
    if (path != null && !path.isEmpty() && !path.equals("/")) {
      throw new IllegalArgumentException(
          "diffsr.storage.endpoint must have no path, as S3 has none there: " + endpoint);
    }
    return endpoint;
  }

  @PreDestroy
  void close() throws Exception {
    client.close();
    if (publicClient != client) {
      publicClient.close();
    }
  }

  @Override
  public void put(String key, byte[] bytes, String mediaType) {
    ensureBucket();
    call(
        key,
        () ->
            client.putObject(
                PutObjectArgs.builder().bucket(bucket).object(key).contentType(mediaType).stream(
                        new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
                    .build()));
  }

  @Override
  public void put(String key, Path file, String mediaType) {
    ensureBucket();
    storing.acquireUninterruptibly();
    try {
      call(
          key,
          () ->
              client.uploadObject(
                  UploadObjectArgs.builder()
                      .bucket(bucket)
                      .object(key)
                      .contentType(mediaType)
                      .filename(file.toString())
                      .build()));
    } finally {
      storing.release();
    }
  }

  @Override
  public byte[] get(String key) {
    try (InputStream stream = open(key)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new ObjectStoreException("cannot read " + key, e);
    }
  }

  @Override
  public InputStream open(String key) {
    return call(
        key, () -> client.getObject(GetObjectArgs.builder().bucket(bucket).object(key).build()));
  }

  @Override
  public InputStream open(String key, long offset, long length) {
    return call(
        key,
        () ->
            client.getObject(
                GetObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .offset(offset)
                    .length(length)
                    .build()));
  }

  @Override
  public List<StoredObject> list(String prefix, String after, int most) {
    ListObjectsArgs page =
        ListObjectsArgs.builder()
            .bucket(bucket)
            .prefix(prefix)
            .startAfter(after)
            .recursive(true)
            .maxKeys(most)
            .build();
    return call(
        prefix,
        () -> {
          List<StoredObject> found = new ArrayList<>();
          for (Result<Item> result : client.listObjects(page)) {
            if (found.size() == most) {
              break; // The client would fetch the next page by itself.
            }
            Item item = result.get();
            found.add(new StoredObject(item.objectName(), item.lastModified().toInstant()));
          }
          return found;
        });
  }

  @Override
  public void delete(String key) {
    call(
        key,
        () -> {
          client.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build());
          return key;
        });
  }

  @Override
  public URI presignedGet(String key, Duration validity, String fileName) {
    String disposition = "inline; filename=\"" + fileName + "\"";
    return URI.create(
        call(
            key,
            () ->
                publicClient.getPresignedObjectUrl(
                    GetPresignedObjectUrlArgs.builder()
                        .method(Http.Method.GET)
                        .bucket(bucket)
                        .object(key)
                        .expiry((int) validity.toSeconds())
                        .extraQueryParams(Map.of("response-content-disposition", disposition))
                        .build())));
  }

  @Override
  public void check() {
    call(
        bucket,
        () -> {
          if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
            client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
          }
          return bucket;
        });
    bucketReady = true;
  }

  private void ensureBucket() {
    if (!bucketReady) {
      check();
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    T run() throws MinioException;
  }

  private static <T> T call(String key, Call<T> call) {
    try {
      return call.run();
    } catch (ErrorResponseException e) {
      if (NO_SUCH_KEY.equals(e.errorResponse().code())) {
        throw new ObjectNotFoundException(key, e);
      }
      throw new ObjectStoreException("the object store refused " + key, e);
    } catch (MinioException | IllegalStateException | UncheckedIOException e) {
      // The SDK throws an IllegalStateException where a connection is refused.
      throw new ObjectStoreException("the object store did not answer for " + key, e);
    }
  }
}
