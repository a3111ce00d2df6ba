package io.diffsr.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.testing.Conditions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The gateway as its callers see it. */
public record Api(URI url) {
  private static final OkHttpClient HTTP =
      new OkHttpClient.Builder()
          .readTimeout(Duration.ofMinutes(2))
          .connectionPool(new ConnectionPool(32, 1, TimeUnit.MINUTES))
          .build();

  /** For callers who ask again. */
  private static final OkHttpClient IMPATIENT =
      HTTP.newBuilder().callTimeout(Duration.ofSeconds(20)).build();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType JSON_TYPE = MediaType.get("application/json");

  /** Submits a picture; answers the job's id. */
  public String submit(byte[] picture, Map<String, ?> fields) throws IOException {
    return accepted(request("/v1/jobs").post(form(picture, fields)));
  }

  private static MultipartBody form(byte[] picture, Map<String, ?> fields) {
    MultipartBody.Builder form = new MultipartBody.Builder().setType(MultipartBody.FORM);
    form.addFormDataPart(
        "image", "picture", RequestBody.create(picture, MediaType.get("image/png")));
    fields.forEach((name, value) -> form.addFormDataPart(name, value.toString()));
    return form.build();
  }

  /** What the gateway answers, whatever it is. */
  public record Answer(int status, String body, Map<String, String> headers) {
    public JsonNode json() throws IOException {
      return JSON.readTree(body);
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** Submits a picture that may be refused. */
  Answer post(byte[] picture, Map<String, ?> fields) throws IOException {
    return answer(HTTP, request("/v1/jobs").post(form(picture, fields)));
  }

  /** The same under an idempotency key. */
  public Answer post(byte[] picture, Map<String, ?> fields, String key) throws IOException {
    return answer(request("/v1/jobs").header("Idempotency-Key", key).post(form(picture, fields)));
  }

  /** What the gateway answers to a read. */
  public Answer get(String path) throws IOException {
    return answer(request(path));
  }

  private static Answer answer(Request.Builder request) throws IOException {
    return answer(IMPATIENT, request);
  }

  private static Answer answer(OkHttpClient client, Request.Builder request) throws IOException {
    try (Response response = client.newCall(request.build()).execute()) {
      Map<String, String> headers = new HashMap<>();
      response
          .headers()
          .forEach(
              header ->
                  headers.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
      return new Answer(response.code(), response.body().string(), headers);
    }
  }

  /** Submits fields as JSON, {@code image_url} among them; answers the job's id. */
  String submit(Map<String, ?> fields) throws IOException {
    return accepted(
        request("/v1/jobs").post(RequestBody.create(JSON.writeValueAsString(fields), JSON_TYPE)));
  }

  private static String accepted(Request.Builder request) throws IOException {
    try (Response response = HTTP.newCall(request.build()).execute()) {
      String body = response.body().string();
      if (response.code() != 202) {
        throw new IOException(response.code() + " " + body);
      }
      return JSON.readTree(body).path("id").asText();
    }
  }

  public JsonNode json(String path) throws IOException {
    return JSON.readTree(text(path));
  }

  public JsonNode job(String id) throws IOException {
    return json("/v1/jobs/" + id);
  }

  public Answer cancel(String id) throws IOException {
    return answer(request("/v1/jobs/" + id + "/cancel").post(RequestBody.create(new byte[0])));
  }

  public byte[] result(String id) throws IOException {
    return bytes("/v1/jobs/" + id + "/result");
  }

  byte[] uncertainty(String id) throws IOException {
    return bytes("/v1/jobs/" + id + "/uncertainty");
  }

  private byte[] bytes(String path) throws IOException {
    Request request = request(path).build();
    try (Response response = HTTP.newCall(request).execute()) {
      return response.body().bytes();
    }
  }

  /** The names of all events of a job that has ended, oldest first. */
  List<String> events(String id) throws IOException {
    return text("/v1/jobs/" + id + "/events")
        .lines()
        .filter(line -> line.startsWith("event:"))
        .map(line -> line.substring("event:".length()).strip())
        .filter(name -> !name.equals("job.progress"))
        .toList();
  }

  public String text(String path) throws IOException {
    try (Response response = HTTP.newCall(request(path).build()).execute()) {
      return response.body().string();
    }
  }

  /** Waits until the job is as wanted. */
  JsonNode await(String id, String what, Predicate<JsonNode> wanted) {
    return Conditions.await("job " + id + " " + what, () -> job(id), wanted, job -> job.toString());
  }

  public JsonNode awaitStatus(String id, String status) {
    return await(id, "to be " + status, job -> job.path("status").asText().equals(status));
  }

  /** Waits until the network is at work for the job. */
  JsonNode awaitSampling(String id) {
    return await(
        id,
        "to sample",
        job ->
            job.path("status").asText().equals("running")
                && job.path("progress").path("network_calls").asInt() > 0);
  }

  private Request.Builder request(String path) {
    return new Request.Builder().url(url + path);
  }
}
