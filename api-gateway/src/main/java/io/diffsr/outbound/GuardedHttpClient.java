package io.diffsr.outbound;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP to servers that callers name. The connection goes to the very addresses that {@link
 * AddressGuard} has checked, whatever the name resolves to a moment later; redirects and proxies
 * are not followed.
 */
@ApplicationScoped
public class GuardedHttpClient {
  private static final Logger LOG = Logger.getLogger(GuardedHttpClient.class);
  private static final int BUFFER = 64 * 1024;

  private final AddressGuard guard;
  private final Duration timeout;
  private final OkHttpClient client;

  @Inject
  GuardedHttpClient(AddressGuard guard, OutboundSettings settings) {
    this(guard, settings.timeout());
  }

  /**
   * A client.
   *
   * @param timeout how long one exchange may take, from the look-up to the last byte
   */
  public GuardedHttpClient(AddressGuard guard, Duration timeout) {
    this.guard = guard;
    this.timeout = timeout;
    this.client =
        new OkHttpClient.Builder()
            .proxy(Proxy.NO_PROXY)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            // No connection outlives the check of its address.
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
            .build();
  }

  /**
   * An answer without its body.
   *
   * @param retryAfter the header as it came, or null
   */
  public record Answer(int status, @Nullable String retryAfter) {}

  /**
   * Writes what is at an address to a stream.
   *
   * @param maxBytes at most so many; some may be written where there are more
   * @throws OutboundException when the fetch fails
   */
  public void fetch(URI uri, long maxBytes, OutputStream into) {
    Request.Builder request = new Request.Builder().header("Accept-Encoding", "identity");
    long copied =
        exchange(
            uri,
            request,
            response -> {
              if (!response.isSuccessful()) {
                throw new OutboundException.HttpStatus(response.code());
              }
              return copy(response.body(), maxBytes, into);
            });
    LOG.debugf("fetched %d bytes", copied);
  }

  /**
   * Posts a body; whatever the server answers is returned, its body unread.
   *
   * @throws OutboundException when no answer comes
   */
  public Answer post(URI uri, Map<String, String> headers, byte[] body, String mediaType) {
    Request.Builder request =
        new Request.Builder().post(RequestBody.create(body, MediaType.get(mediaType)));
    headers.forEach(request::header);
    return exchange(
        uri, request, response -> new Answer(response.code(), response.header("Retry-After")));
  }

  /**
   * Checks an address without visiting it.
   *
   * @throws OutboundException when it would be refused, or there is no such host
   */
  public void check(URI uri) {
    HttpUrl url = url(uri);
    admit(url, System.nanoTime());
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(Response response) throws IOException;
  }

  private <T> T exchange(URI uri, Request.Builder request, Reader<T> reader) {
    long start = System.nanoTime();
    HttpUrl url = url(uri);
    List<InetAddress> checked = admit(url, start);
    request.url(url).header("User-Agent", "Diff-SR");
    if (!url.username().isEmpty()) {
      request.header("Authorization", Credentials.basic(url.username(), url.password()));
    }
    OkHttpClient pinned =
        client.newBuilder().dns(host -> checked).callTimeout(remaining(start)).build();
    try (Response response = pinned.newCall(request.build()).execute()) {
      return reader.read(response);
    } catch (InterruptedIOException e) {
      throw new OutboundException.Timeout(timeout, e);
    } catch (IOException e) {
      throw new OutboundException.Unreachable(
          "%s does not answer: %s".formatted(url.host(), e.getMessage()), e);
    }
  }

  /** The client's own reading of the address, so that what is checked is what is visited. */
  private static HttpUrl url(URI uri) {
    HttpUrl url = HttpUrl.parse(uri.toString());
    if (url == null) {
      throw new OutboundException.RefusedAddress("must be an http or https address");
    }
    return url;
  }

  private List<InetAddress> admit(HttpUrl url, long start) {
    try {
      return CompletableFuture.supplyAsync(
              () -> guard.admit(url.host(), url.port()), client.dispatcher().executorService())
          .orTimeout(remaining(start).toNanos(), TimeUnit.NANOSECONDS)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OutboundException cause) {
        throw cause;
      }
      if (e.getCause() instanceof TimeoutException cause) {
        throw new OutboundException.Timeout(timeout, cause);
      }
      throw e;
    }
  }

  /** At least a millisecond: zero would mean for ever. */
  private Duration remaining(long start) {
    Duration left = timeout.minusNanos(System.nanoTime() - start);
    return left.toMillis() < 1 ? Duration.ofMillis(1) : left;
  }

  private static long copy(ResponseBody body, long maxBytes, OutputStream into) throws IOException {
    if (body.contentLength() > maxBytes) {
      throw new OutboundException.TooLarge(maxBytes);
    }
    try (InputStream stream = body.byteStream()) {
      byte[] buffer = new byte[BUFFER];
      long copied = 0;
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        copied += read;
        if (copied > maxBytes) {
          throw new OutboundException.TooLarge(maxBytes);
        }
        into.write(buffer, 0, read);
      }
      return copied;
    }
  }

  @PreDestroy
  void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
