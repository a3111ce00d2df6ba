package io.diffsr.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.endtoend.Stack.Running;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.PictureFiles;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** A gateway with much to do at once, and one that is asked to stop meanwhile. */
class GatewayLoadTest {
  private static final int PNG_END = 12;
  private static final Map<String, String> SHORT = Map.of("scale", "1.5", "steps", "2");

  /** All of them together are five times as large as its heap. */
  @Test
  void manyLargeUploadsAtOnceAreAllTakenWithASmallHeap() throws Exception {
    byte[] picture = withAncillaryChunk(PictureFiles.disc(16, 16), 20 << 20);
    try (Running gateway = Stack.shared().gateway("96m", Map.of())) {
      List<CompletableFuture<Api.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return gateway.api().post(picture, SHORT);
                  } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                },
                task -> new Thread(task).start()));
      }
      for (CompletableFuture<Api.Answer> answer : answers) {
        assertEquals(202, answer.get().status(), () -> answer.join().body());
        gateway.api().cancel(answer.get().json().path("id").asText());
      }
      assertEquals(0, gateway.metric("diffsr_uploads", ""));
    }
  }

  @Test
  void aGatewayThatIsAskedToStopEndsStreamsAndWaitsInGoodOrder() throws Exception {
    try (Running gateway = Stack.shared().gateway()) {
      String id = gateway.api().submit(PictureFiles.disc(16, 16), SHORT);
      HttpClient client = HttpClient.newHttpClient();
      URI jobs = URI.create("http://127.0.0.1:" + gateway.port() + "/v1/jobs");
      CompletableFuture<HttpResponse<String>> stream =
          client.sendAsync(
              HttpRequest.newBuilder(URI.create(jobs + "/" + id + "/events")).build(),
              BodyHandlers.ofString());
      CompletableFuture<HttpResponse<String>> wait =
          client.sendAsync(
              HttpRequest.newBuilder(jobs)
                  .header("Prefer", "wait=60")
                  .header("Content-Type", "multipart/form-data; boundary=limit")
                  .POST(BodyPublishers.ofByteArray(form(PictureFiles.disc(16, 16))))
                  .build(),
              BodyHandlers.ofString());
      Conditions.await(
          "the stream and the second job",
          () ->
              gateway.metric("diffsr_event_streams", "") == 1
                  && gateway.api().json("/v1/jobs?status=queued").path("jobs").size() >= 2);
      assertTrue(gateway.process().handle().destroy(), "SIGTERM was not sent");
      assertEquals(202, wait.get().statusCode());
      assertTrue(stream.get().body().contains("event:gateway.stopping"), stream.get().body());
      gateway.process().handle().onExit().join();
    }
    try (Running gateway = Stack.shared().gateway()) {
      for (var job : gateway.api().json("/v1/jobs?status=queued").path("jobs")) {
        gateway.api().cancel(job.path("id").asText());
      }
    }
  }

  /** As long as an upload that began before is still under way. */
  @Test
  void whatComesAfterTheStopIsSentElsewhere() throws Exception {
    try (Running gateway = Stack.shared().gateway();
        Socket upload = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      String head =
          """
          POST /v1/jobs HTTP/1.1
          Host: localhost
          Content-Type: multipart/form-data; boundary=limit
          Content-Length: 100000

          --limit
          """;
      upload
          .getOutputStream()
          .write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      Conditions.await("the upload", () -> gateway.metric("diffsr_uploads", "") == 1);
      assertTrue(gateway.process().handle().destroy(), "SIGTERM was not sent");
      HttpClient client = HttpClient.newHttpClient();
      URI jobs = URI.create("http://127.0.0.1:" + gateway.port() + "/v1/jobs");
      HttpRequest request = HttpRequest.newBuilder(jobs).build();
      HttpResponse<String> answer =
          Conditions.await(
              "an answer of 503",
              () -> client.send(request, BodyHandlers.ofString()),
              each -> each.statusCode() == 503,
              each -> each.statusCode() + " " + each.body());
      assertTrue(answer.body().contains("\"code\":\"stopping\""), answer.body());
      assertEquals("5", answer.headers().firstValue("Retry-After").orElse(""));
    }
  }

  private static byte[] form(byte[] picture) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        "--limit\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8));
    form.writeBytes(picture);
    form.writeBytes("\r\n--limit--\r\n".getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  /** The same picture in a file of another size. */
  private static byte[] withAncillaryChunk(byte[] png, int bytes) {
    byte[] chunk = new byte[4 + bytes];
    System.arraycopy("diFf".getBytes(StandardCharsets.US_ASCII), 0, chunk, 0, 4);
    CRC32 crc = new CRC32();
    crc.update(chunk);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Arrays.copyOf(png, png.length - PNG_END));
    out.writeBytes(ByteBuffer.allocate(4).putInt(bytes).array());
    out.writeBytes(chunk);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    out.writeBytes(Arrays.copyOfRange(png, png.length - PNG_END, png.length));
    return out.toByteArray();
  }
}
