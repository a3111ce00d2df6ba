package io.diffsr.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/** A gateway, seen over HTTP. */
final class ServiceClient implements AutoCloseable {
  private static final MediaType BYTES = MediaType.get("application/octet-stream");
  private static final Duration UPLOAD = Duration.ofMinutes(5);

  private final URI url;
  private final ObjectMapper mapper = new ObjectMapper();
  private final OkHttpClient http;

  /**
   * @param jobs that are followed at the same time
   * @param key that the service asks for, if it does
   */
  ServiceClient(URI url, int jobs, Optional<String> key) {
    this.url = url;
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(Math.max(jobs, dispatcher.getMaxRequests()));
    dispatcher.setMaxRequestsPerHost(Math.max(jobs, dispatcher.getMaxRequestsPerHost()));
    http =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .readTimeout(UPLOAD)
            .writeTimeout(UPLOAD)
            .addInterceptor(chain -> chain.proceed(withKey(chain.request(), key)))
            .build();
  }

  private static Request withKey(Request request, Optional<String> key) {
    return key.map(text -> request.newBuilder().header("Authorization", "Bearer " + text).build())
        .orElse(request);
  }

  /** The service asks to be asked again. */
  static final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long retryAfterSeconds;

    BusyException(String message, long retryAfterSeconds) {
      super(message);
      this.retryAfterSeconds = retryAfterSeconds;
    }

    long retryAfterSeconds() {
      return retryAfterSeconds;
    }
  }

  /**
   * Submits a picture; answers the job.
   *
   * @param key the same for each try to submit the same job
   * @throws BusyException where it may be tried again
   */
  JsonNode submit(Path picture, Map<String, String> fields, String key) throws IOException {
    MultipartBody.Builder form = new MultipartBody.Builder().setType(MultipartBody.FORM);
    form.addFormDataPart(
        "image",
        String.valueOf(picture.getFileName()),
        RequestBody.create(picture.toFile(), BYTES));
    fields.forEach(form::addFormDataPart);
    Request request =
        new Request.Builder()
            .url(url + "/v1/jobs")
            .header("Idempotency-Key", key)
            .post(form.build())
            .build();
    try (Response response = http.newCall(request).execute()) {
      String retryAfter = response.header("Retry-After");
      if (retryAfter != null && retryAfter.matches("[0-9]{1,4}")) {
        throw new BusyException(
            "the service answered " + response.code(), Long.parseLong(retryAfter));
      }
      return mapper.readTree(successful(response).body().byteStream());
    }
  }

  JsonNode job(String id) throws IOException {
    try (Response response = http.newCall(get("/v1/jobs/" + id)).execute()) {
      return mapper.readTree(successful(response).body().byteStream());
    }
  }

  void result(String id, Path file) throws IOException {
    copy("/v1/jobs/" + id + "/result", file);
  }

  void uncertainty(String id, Path file) throws IOException {
    copy("/v1/jobs/" + id + "/uncertainty", file);
  }

  /** Results are large: they go to their file as they come. */
  private void copy(String path, Path file) throws IOException {
    try (Response response = http.newCall(get(path)).execute();
        InputStream body = successful(response).body().byteStream()) {
      Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  void cancel(String id) throws IOException {
    Request request =
        new Request.Builder()
            .url(url + "/v1/jobs/" + id + "/cancel")
            .post(RequestBody.create(new byte[0]))
            .build();
    http.newCall(request).execute().close();
  }

  /**
   * Follows a job's events until the stream ends or breaks.
   *
   * @param progress called with each progress, and with each job under {@code job}
   */
  void follow(String id, Consumer<JsonNode> job, Consumer<JsonNode> progress) throws IOException {
    CompletableFuture<Void> end = new CompletableFuture<>();
    EventSource.Factory sources =
        EventSources.createFactory(http.newBuilder().readTimeout(0, TimeUnit.MILLISECONDS).build());
    EventSource source =
        sources.newEventSource(
            get("/v1/jobs/" + id + "/events"),
            new EventSourceListener() {
              @Override
              public void onEvent(
                  EventSource stream, @Nullable String event, @Nullable String type, String data) {
                try {
                  JsonNode read = mapper.readTree(data);
                  ("job.progress".equals(type) ? progress : job).accept(read);
                } catch (IOException e) {
                  end.completeExceptionally(e);
                }
              }

              @Override
              public void onClosed(EventSource stream) {
                end.complete(null);
              }

              @Override
              public void onFailure(
                  EventSource stream, @Nullable Throwable cause, @Nullable Response response) {
                end.completeExceptionally(
                    cause == null ? new IOException("the event stream was refused") : cause);
              }
            });
    try {
      end.join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    } finally {
      source.cancel();
    }
  }

  private Request get(String path) {
    return new Request.Builder().url(url + path).build();
  }

  /** Fails with the problem's own words (RFC 9457). */
  private Response successful(Response response) throws IOException {
    if (response.isSuccessful()) {
      return response;
    }
    JsonNode problem;
    try {
      problem = mapper.readTree(response.body().byteStream());
    } catch (IOException e) {
      throw new IOException("the service answered " + response.code(), e);
    }
    int exitCode = response.code() < 500 ? DiffSrCommand.WRONG_USE : DiffSrCommand.FAILED;
    throw new DiffSrCommandException(
        exitCode, problem.path("detail").asText("the service answered " + response.code()));
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
