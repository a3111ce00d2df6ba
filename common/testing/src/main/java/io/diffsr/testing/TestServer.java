package io.diffsr.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;

/** A web server of the test's own: the caller's, that serves pictures and receives webhooks. */
public final class TestServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Request> arrivals = new LinkedBlockingQueue<>();
  private final List<Request> seen = new CopyOnWriteArrayList<>();

  /**
   * A request as it came in.
   *
   * @param headers names in lower case
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Request(String path, Map<String, String> headers, byte[] body) {}

  /** What to answer. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public static Answer status(int status) {
      return new Answer(status, Map.of(), new byte[0]);
    }

    public static Answer picture(byte[] file) {
      return new Answer(200, Map.of("Content-Type", "image/png"), file);
    }
  }

  public TestServer(Function<Request, Answer> handler) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, handler));
    server.start();
  }

  private void handle(HttpExchange exchange, Function<Request, Answer> handler) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    Request request =
        new Request(
            exchange.getRequestURI().getPath(), headers, exchange.getRequestBody().readAllBytes());
    seen.add(request);
    Answer answer = handler.apply(request);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    int length = answer.body().length;
    exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
    if (length > 0) {
      exchange.getResponseBody().write(answer.body());
    }
    exchange.close();
    arrivals.add(request);
  }

  /** An address of this server by number, as the service is allowed to visit it. */
  public String at(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public URI uri(String path) {
    return URI.create(at(path));
  }

  /** All requests so far. */
  public List<Request> requests() {
    return List.copyOf(seen);
  }

  /** The next request that has been answered; waits for it. */
  public Request next() throws InterruptedException {
    Request request = arrivals.poll(Conditions.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    Assertions.assertNotNull(request, "nobody came");
    return request;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
