package io.diffsr.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.endtoend.Stack.Running;
import io.diffsr.job.Sha256;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeWayTest {
  private static final byte[] PICTURE = PictureFiles.disc(31, 22);

  private static Running gateway;
  private static Running worker;

  @BeforeAll
  static void start() throws InterruptedException {
    gateway = Stack.shared().gateway();
    worker = Stack.shared().worker();
  }

  @AfterAll
  static void stop() {
    worker.close();
    gateway.close();
  }

  @Test
  void aFileComesBackEnlargedByARealFactorAndTrueToTheInput() throws Exception {
    String id = gateway.api().submit(PICTURE, Map.of("scale", "2.7", "seed", "7"));
    JsonNode job = gateway.api().awaitStatus(id, "succeeded");
    byte[] file = gateway.api().result(id);
    BufferedImage picture = PictureFiles.read(file);
    assertEquals(Math.round(2.7 * 31), picture.getWidth());
    assertEquals(Math.round(2.7 * 22), picture.getHeight());
    JsonNode result = job.path("result");
    assertEquals(sha256(file), result.path("sha256").asText());
    assertTrue(result.path("consistency_error").asDouble() <= 1.5, result::toString);
    // The model's start is asked for the result, and by the field for the input's own.
    assertEquals("predictor", result.path("start").asText());
    assertEquals(2 + result.path("steps").asInt(), result.path("network_calls").asInt());
    double sampling = result.path("seconds_per_phase").path("sample").asDouble();
    double network = result.path("network_seconds").asDouble();
    assertTrue(network > 0 && network <= sampling, result::toString);
    JsonNode field = result.path("field");
    assertTrue(field.path("timestep").asInt() > 0, field::toString);
    assertEquals(field.path("timesteps").size(), field.path("signature").size());
    assertEquals(List.of("job.queued", "job.running", "job.succeeded"), gateway.api().events(id));
    assertEquals(1, Stack.shared().outputs(id).size());
  }

  @Test
  void theSameInputAndSeedGiveTheSameBytes() throws IOException {
    byte[] first = resultOf(Map.of("scale", "1.6", "seed", "11"));
    assertArrayEquals(first, resultOf(Map.of("scale", "1.6", "seed", "11")));
    assertTrue(!sha256(first).equals(sha256(resultOf(Map.of("scale", "1.6", "seed", "12")))));
  }

  /** By the engine's command, which has never seen the service. */
  @Test
  void aReceiptMakesTheSameBytesAgain(@TempDir Path folder) throws Exception {
    String id =
        gateway
            .api()
            .submit(PICTURE, Map.of("scale", "1.7", "fidelity", "0.5", "output_format", "jpeg"));
    gateway.api().awaitStatus(id, "succeeded");
    JsonNode receipt = gateway.api().json("/v1/jobs/" + id + "/receipt");
    assertEquals(sha256(gateway.api().result(id)), receipt.at("/result/sha256").asText());
    assertEquals(sha256(PICTURE), receipt.at("/input/sha256").asText());
    assertEquals(64, receipt.path("fingerprint").asText().length(), receipt::toString);
    Path input = Files.write(folder.resolve("in.png"), PICTURE);
    Path note = Files.writeString(folder.resolve("receipt.json"), receipt.toString());
    Path output = folder.resolve("again.jpg");
    Rerun same = rerun(folder, note.toString(), input.toString(), "--out", output.toString());
    assertEquals(0, same.exitCode(), same.said());
    assertTrue(same.said().contains("the same bytes"), same.said());
    assertArrayEquals(gateway.api().result(id), Files.readAllBytes(output));

    Path other = Files.write(folder.resolve("other.png"), PictureFiles.disc(31, 23));
    Rerun differs = rerun(folder, note.toString(), other.toString());
    assertEquals(1, differs.exitCode(), differs.said());
    assertTrue(differs.said().contains("input (SHA-256)"), differs.said());
    Rerun wrong = rerun(folder, input.toString(), input.toString());
    assertEquals(2, wrong.exitCode(), wrong.said());
    assertTrue(wrong.said().contains("is no receipt"), wrong.said());
  }

  private record Rerun(int exitCode, String said) {}

  private static Rerun rerun(Path folder, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddiffsr.root=" + Stack.ROOT,
                "-cp",
                Stack.ROOT.resolve("worker/lab/target/program") + "/*",
                "io.diffsr.cli.EngineCommand",
                "rerun"));
    command.addAll(List.of(arguments));
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    return new Rerun(process.waitFor(), Files.readString(said));
  }

  @Test
  void aPictureBehindAnAddressTakesTheSameWay() throws Exception {
    try (TestServer files = new TestServer(request -> TestServer.Answer.picture(PICTURE))) {
      Map<String, Object> fields = new HashMap<>();
      fields.put("image_url", files.at("/picture"));
      fields.put("scale", 2.7);
      fields.put("seed", 7);
      String id = gateway.api().submit(fields);
      gateway.api().awaitStatus(id, "succeeded");
      assertArrayEquals(resultOf(Map.of("scale", "2.7", "seed", "7")), gateway.api().result(id));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pinv", "nearest", "bicubic", "lanczos"})
  void otherMethodsTakeTheSameWayWithoutTheNetwork(String method) throws IOException {
    String id = gateway.api().submit(PICTURE, Map.of("width", "62", "method", method));
    JsonNode job = gateway.api().awaitStatus(id, "succeeded");
    assertEquals(0, job.path("result").path("network_calls").asInt());
    assertEquals(44, PictureFiles.read(gateway.api().result(id)).getHeight());
  }

  @Test
  void severalSamplesHaveAPictureOfHowFarTheyDifferBesideTheirMean() throws Exception {
    String id = gateway.api().submit(PICTURE, Map.of("samples", "3", "steps", "4"));
    JsonNode job = gateway.api().awaitStatus(id, "succeeded");
    assertEquals(3, job.path("samples").asInt());
    assertEquals(2 + 12, job.path("result").path("network_calls").asInt());
    assertTrue(job.path("urls").path("uncertainty").asText().endsWith(id + "/uncertainty"));
    BufferedImage uncertainty = PictureFiles.read(gateway.api().uncertainty(id));
    assertEquals(62, uncertainty.getWidth());
    assertEquals(1, uncertainty.getColorModel().getNumComponents());
    assertEquals(2, Stack.shared().outputs(id).size());

    String single = gateway.api().submit(PICTURE, Map.of("steps", "4"));
    job = gateway.api().awaitStatus(single, "succeeded");
    assertTrue(job.path("urls").path("uncertainty").isMissingNode());
    JsonNode problem = gateway.api().json("/v1/jobs/" + single + "/uncertainty");
    assertEquals(404, problem.path("status").asInt());
    assertEquals("job_has_no_uncertainty", problem.path("code").asText());
  }

  @Test
  void thePapersFormAndJpegCanBeAskedFor() throws IOException {
    String id =
        gateway
            .api()
            .submit(
                PICTURE,
                Map.of(
                    "start",
                    "bicubic",
                    "consistency",
                    "none",
                    "sampler",
                    "ddim",
                    "steps",
                    "4",
                    "noise_level",
                    "0.2",
                    "output_format",
                    "jpeg"));
    JsonNode job = gateway.api().awaitStatus(id, "succeeded");
    assertEquals("image/jpeg", job.path("result").path("media_type").asText());
    assertEquals(199, job.path("result").path("field").path("timestep").asInt());
    assertEquals("bicubic", job.path("result").path("start").asText());
    assertEquals(62, PictureFiles.read(gateway.api().result(id)).getWidth());
  }

  @Test
  void theReceiverIsToldOnceWithASignatureThoughItFailsTwice() throws Exception {
    try (WebhookReceiver receiver = WebhookReceiver.failing(2)) {
      String id =
          gateway.api().submit(PICTURE, Map.of("method", "bicubic", "webhook_url", receiver.url()));
      Conditions.await("the third attempt", () -> receiver.received().size() >= 3);
      gateway.api().awaitStatus(id, "succeeded");
      JsonNode delivery =
          Conditions.await(
              "the delivery to be done",
              () ->
                  gateway
                      .api()
                      .json("/v1/jobs/" + id + "/webhook-deliveries")
                      .path("deliveries")
                      .path(0),
              found -> found.path("status").asText().equals("succeeded"),
              JsonNode::toString);
      assertEquals(3, delivery.path("attempts").size());
      List<WebhookReceiver.Message> messages = receiver.received();
      assertEquals(3, messages.size());
      for (WebhookReceiver.Message message : messages) {
        assertEquals(delivery.path("id").asText(), message.id());
        assertTrue(message.validFor(Stack.WEBHOOK_SECRET), message::toString);
        assertEquals("job.succeeded", message.json().path("type").asText());
        assertEquals(id, message.json().path("data").path("id").asText());
      }
    }
  }

  private static byte[] resultOf(Map<String, String> fields) throws IOException {
    String id = gateway.api().submit(PICTURE, fields);
    gateway.api().awaitStatus(id, "succeeded");
    return gateway.api().result(id);
  }

  private static String sha256(byte[] bytes) {
    return new Sha256().update(bytes).hex();
  }
}
