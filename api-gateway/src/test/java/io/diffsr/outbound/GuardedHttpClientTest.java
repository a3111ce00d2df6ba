package io.diffsr.outbound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedHttpClientTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    seen.add(exchange.getRequestMethod() + " " + path + " " + body);
    switch (path) {
      case "/redirect" -> {
        exchange.getResponseHeaders().set("Location", "/ten-bytes");
        exchange.sendResponseHeaders(302, -1);
      }
      case "/ten-bytes" -> {
        exchange.sendResponseHeaders(200, 10);
        exchange.getResponseBody().write("0123456789".getBytes(StandardCharsets.UTF_8));
      }
      case "/ten-bytes-in-pieces" -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("01234".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        exchange.getResponseBody().write("56789".getBytes(StandardCharsets.UTF_8));
      }
      case "/busy" -> {
        exchange.getResponseHeaders().set("Retry-After", "120");
        exchange.sendResponseHeaders(503, -1);
      }
      default -> exchange.sendResponseHeaders(404, -1);
    }
    exchange.close();
  }

  private static byte[] fetched(GuardedHttpClient client, URI uri, long maxBytes) {
    ByteArrayOutputStream into = new ByteArrayOutputStream();
    client.fetch(uri, maxBytes, into);
    return into.toByteArray();
  }

  @Test
  void fetchesFromAHostThatTheOperatorOpened() {
    byte[] bytes = fetched(allowed(), at("/ten-bytes"), 10);
    assertArrayEquals("0123456789".getBytes(StandardCharsets.UTF_8), bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/",
        "http://localhost:%d/",
        "http://127.1:%d/",
        "http://2130706433:%d/",
        "http://0x7f.0.0.1:%d/",
        "http://%%31%%32%%37.0.0.1:%d/",
        "http://[::ffff:127.0.0.1]:%d/",
        "http://[::1]:%d/",
        "http://0.0.0.0:%d/",
        "http://0177.0.0.1:%d/",
        "http://127.0.0.01:%d/",
        "http://127.0.0.0x1:%d/",
        "http://127.0.0.1.:%d/",
        "http://[64:ff9b::7f00:1]:%d/"
      })
  void neverConnectsToThisMachineHoweverItIsWritten(String url) {
    GuardedHttpClient client =
        new GuardedHttpClient(new AddressGuard(InetAddress::getAllByName, List.of()), TIMEOUT);
    URI uri = URI.create(url.formatted(server.getAddress().getPort()));
    OutboundException refusal =
        assertThrows(OutboundException.class, () -> fetched(client, uri, 10));
    assertFalse(refusal instanceof OutboundException.HttpStatus, refusal::getMessage);
    assertTrue(seen.isEmpty());
  }

  @Test
  void doesNotFollowRedirects() {
    OutboundException.HttpStatus status =
        assertThrows(
            OutboundException.HttpStatus.class, () -> fetched(allowed(), at("/redirect"), 100));
    assertEquals(302, status.status());
    assertEquals(List.of("GET /redirect "), List.copyOf(seen));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ten-bytes", "/ten-bytes-in-pieces"})
  void takesNoMoreThanItWasAskedTo(String path) {
    assertThrows(OutboundException.TooLarge.class, () -> fetched(allowed(), at(path), 9));
    assertEquals(10, fetched(allowed(), at(path), 10).length);
  }

  @Test
  void anotherStatusThanSuccessIsNoPicture() {
    OutboundException.HttpStatus status =
        assertThrows(OutboundException.HttpStatus.class, () -> fetched(allowed(), at("/no"), 9));
    assertEquals(404, status.status());
    assertFalse(status.retryable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://example.org/a", "file:///etc/passwd", "mailto:a@b", "/a", "http:///"})
  void speaksOnlyHttp(String uri) {
    assertThrows(
        OutboundException.RefusedAddress.class, () -> fetched(allowed(), URI.create(uri), 9));
  }

  @Test
  void connectsToTheAddressThatWasCheckedWhateverTheNameMeansLater() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    InetAddress here = InetAddress.getLoopbackAddress();
    InetAddress elsewhere = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    AddressGuard guard =
        new AddressGuard(
            host -> new InetAddress[] {lookUps.incrementAndGet() == 1 ? here : elsewhere},
            List.of("rebinding.invalid"));
    GuardedHttpClient client = new GuardedHttpClient(guard, TIMEOUT);
    URI uri =
        URI.create("http://rebinding.invalid:" + server.getAddress().getPort() + "/ten-bytes");

    assertEquals(10, fetched(client, uri, 10).length);

    assertEquals(1, lookUps.get());
    assertThrows(OutboundException.Unreachable.class, () -> fetched(client, uri, 10));
    assertEquals(2, lookUps.get());
  }

  @Test
  void aNameThatTurnsInwardsBetweenTwoRequestsIsRefused() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    InetAddress opened = InetAddress.getLoopbackAddress();
    InetAddress inside = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    AddressGuard guard =
        new AddressGuard(
            host -> new InetAddress[] {lookUps.incrementAndGet() == 1 ? opened : inside},
            List.of("127.0.0.1/32"));
    GuardedHttpClient client = new GuardedHttpClient(guard, TIMEOUT);
    URI uri =
        URI.create("http://rebinding.invalid:" + server.getAddress().getPort() + "/ten-bytes");

    assertEquals(10, fetched(client, uri, 10).length);
    assertThrows(OutboundException.RefusedAddress.class, () -> fetched(client, uri, 10));
    assertEquals(1, seen.size());
  }

  @Test
  void postsAndReturnsWhateverTheServerSays() {
    GuardedHttpClient.Answer answer =
        allowed()
            .post(
                URI.create(at("/busy").toString().replace("//", "//user:secret@")),
                Map.of("webhook-id", "4711"),
                "{}".getBytes(StandardCharsets.UTF_8),
                "application/json");
    assertEquals(new GuardedHttpClient.Answer(503, "120"), answer);
    assertEquals(List.of("POST /busy {}"), List.copyOf(seen));
    assertEquals("4711", headers.get("Webhook-id"));
    assertEquals("application/json", headers.get("Content-type"));
    assertEquals("Basic dXNlcjpzZWNyZXQ=", headers.get("Authorization"));
    assertNull(allowed().post(at("/ten-bytes"), Map.of(), new byte[0], "text/plain").retryAfter());
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      GuardedHttpClient client =
          new GuardedHttpClient(
              new AddressGuard(InetAddress::getAllByName, List.of("127.0.0.1")),
              Duration.ofMillis(200));
      URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      assertThrows(OutboundException.Timeout.class, () -> fetched(client, uri, 9));
    }
  }

  @Test
  void aServerThatStopsInTheMiddleIsGivenUp() {
    CountDownLatch end = new CountDownLatch(1);
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write('0');
          exchange.getResponseBody().flush();
          awaitQuietly(end);
          exchange.close();
        });
    GuardedHttpClient client =
        new GuardedHttpClient(
            new AddressGuard(InetAddress::getAllByName, List.of("127.0.0.1")),
            Duration.ofMillis(500));
    try {
      assertThrows(OutboundException.Timeout.class, () -> fetched(client, at("/endless"), 10));
    } finally {
      end.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aPortWhereNobodyListensIsUnreachable() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    OutboundException gone =
        assertThrows(
            OutboundException.Unreachable.class,
            () -> fetched(allowed(), URI.create("http://127.0.0.1:" + port + "/"), 9));
    assertTrue(gone.retryable());
  }

  private GuardedHttpClient allowed() {
    return new GuardedHttpClient(
        new AddressGuard(InetAddress::getAllByName, List.of("127.0.0.1")), TIMEOUT);
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
