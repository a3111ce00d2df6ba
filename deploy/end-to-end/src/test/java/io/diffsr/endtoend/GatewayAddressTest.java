package io.diffsr.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.endtoend.Stack.Running;
import io.diffsr.testing.PictureFiles;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Addresses that a gateway is told of, and those that it tells. */
class GatewayAddressTest {
  private static final Map<String, String> BEHIND_PROXY =
      Map.of(
          "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true",
          "QUARKUS_HTTP_PROXY_ENABLE_FORWARDED_PREFIX", "true");

  @Test
  void linksHaveThePathThatATrustedProxyHasTakenAway() throws Exception {
    try (Running gateway = Stack.shared().gateway(BEHIND_PROXY)) {
      String id = gateway.api().submit(PictureFiles.disc(16, 16), Map.of("method", "bicubic"));
      assertEquals("/tools/diffsr/v1/jobs/" + id, self(gateway, id, "/tools/diffsr"));
      // What is no path would lead the caller to another host.
      HttpResponse<String> refused = job(gateway, id, "//elsewhere.example");
      assertEquals(400, refused.statusCode(), refused::body);
      assertTrue(refused.body().contains("X-Forwarded-Prefix names no path"), refused::body);
    }
    try (Running gateway = Stack.shared().gateway()) {
      String id = gateway.api().submit(PictureFiles.disc(16, 16), Map.of("method", "bicubic"));
      assertEquals("/v1/jobs/" + id, self(gateway, id, "/tools/diffsr"));
    }
  }

  private static HttpResponse<String> job(Running gateway, String id, String prefix)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/jobs/" + id))
            .header("X-Forwarded-Prefix", prefix)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static String self(Running gateway, String id, String prefix) throws Exception {
    HttpResponse<String> answer = job(gateway, id, prefix);
    JsonNode urls = new ObjectMapper().readTree(answer.body()).path("urls");
    URI self = URI.create(urls.path("self").asText());
    assertEquals("127.0.0.1", self.getHost(), answer::body);
    return self.getPath();
  }

  /** It ends before it listens. */
  @Test
  void aGatewayThatOthersReachDoesNotLetEverybodyIn() throws Exception {
    try (Running gateway =
        Stack.shared().startGateway("256m", Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"))) {
      gateway.process().handle().onExit().join();
      String log = Files.readString(gateway.process().log());
      assertTrue(log.contains("diffsr.auth is none, and the gateway listens on 0.0.0.0"), log);
    }
  }

  @Test
  void anObjectStoreWithAPathEndsTheStartWithAReason() throws Exception {
    String endpoint = Stack.shared().environment().get("DIFFSR_STORAGE_ENDPOINT") + "/minio";
    try (Running gateway =
        Stack.shared().startGateway("256m", Map.of("DIFFSR_STORAGE_ENDPOINT", endpoint))) {
      gateway.process().handle().onExit().join();
      String log = Files.readString(gateway.process().log());
      assertTrue(log.contains("diffsr.storage.endpoint must have no path"), log);
    }
  }
}
