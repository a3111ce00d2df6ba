package io.diffsr.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Receives webhooks and checks them as the Standard Webhooks specification says. */
public final class WebhookReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Message> messages;

  /** What came with one request. */
  public record Message(String id, String timestamp, String signature, String body) {
    /** Whether one of the signatures is {@code v1,base64(HMAC-SHA256(id.timestamp.body))}. */
    public boolean validFor(String secret) throws GeneralSecurityException {
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] expected =
          mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
      String wanted = "v1," + Base64.getEncoder().encodeToString(expected);
      return List.of(signature.split(" ", -1)).contains(wanted);
    }

    public JsonNode json() throws IOException {
      return new ObjectMapper().readTree(body);
    }
  }

  private WebhookReceiver(List<Message> messages, ToIntFunction<Message> statuses)
      throws IOException {
    this.messages = messages;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          int status =
              statuses.applyAsInt(
                  new Message(
                      exchange.getRequestHeaders().getFirst("webhook-id"),
                      exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                      exchange.getRequestHeaders().getFirst("webhook-signature"),
                      new String(body, StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  /** Answers 500 so many times, then 204. */
  static WebhookReceiver failing(int times) throws IOException {
    List<Message> messages = new CopyOnWriteArrayList<>();
    return new WebhookReceiver(
        messages,
        message -> {
          messages.add(message);
          return messages.size() > times ? 204 : 500;
        });
  }

  /** Answers each message with the status that it is given, and keeps none. */
  public static WebhookReceiver answering(ToIntFunction<Message> statuses) throws IOException {
    return new WebhookReceiver(List.of(), statuses);
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  List<Message> received() {
    return List.copyOf(messages);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
