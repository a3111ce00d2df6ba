package io.diffsr.benchmark;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.diffsr.testing.Conditions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a caller who asks for a job notices of many who read streams of events. */
final class Readers {
  private static final int JOBS = 20;
  private static final int STREAMS = 2_000;
  private static final int WARM_UP = 300;
  private static final int GETS = 1_000;
  private static final long PAUSE_MILLISECONDS = 10;
  private static final double NANOSECONDS_PER_SECOND = 1e9;

  private final Installation installation;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicLong events = new AtomicLong();

  /**
   * What was measured.
   *
   * @param jobs that run and tell their progress
   * @param streams spread over them
   * @param idle GET of a job before that
   * @param loaded GET of a job meanwhile
   * @param ratio of their p99
   * @param lost streams that ended too early
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Figures(
      int jobs,
      int streams,
      Percentiles idle,
      Percentiles loaded,
      double ratio,
      double eventsPerSecond,
      int lost) {}

  private Readers(Installation installation) {
    this.installation = installation;
  }

  static Figures measure(Installation installation) throws IOException, InterruptedException {
    return new Readers(installation).measure();
  }

  private Figures measure() throws IOException, InterruptedException {
    installation.workers(JOBS);
    String ended = installation.submit("bicubic");
    installation.succeeded(ended);
    gets(ended, WARM_UP);
    Percentiles idle = gets(ended, GETS);
    List<String> jobs = installation.running(JOBS);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      HttpClient client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
      for (int i = 0; i < STREAMS; i++) {
        read(client, jobs.get(i % JOBS));
      }
      Conditions.await("open streams", () -> open.get() + lost.get() == STREAMS);
      long before = events.get();
      long start = System.nanoTime();
      Percentiles loaded = gets(jobs.get(0), GETS);
      double seconds = (System.nanoTime() - start) / NANOSECONDS_PER_SECOND;
      Figures figures =
          new Figures(
              JOBS,
              STREAMS,
              idle,
              loaded,
              loaded.p99() / idle.p99(),
              (events.get() - before) / seconds,
              lost.get());
      for (String job : jobs) {
        installation.api().cancel(job);
      }
      for (String job : jobs) {
        installation.api().awaitStatus(job, "canceled");
      }
      Conditions.await("the streams' ends", () -> open.get() == 0);
      return figures;
    } finally {
      threads.shutdownNow();
    }
  }

  private void read(HttpClient client, String job) {
    HttpRequest request =
        HttpRequest.newBuilder(installation.api().url().resolve("/v1/jobs/" + job + "/events"))
            .build();
    var unused =
        client
            .sendAsync(
                request,
                answer -> {
                  if (answer.statusCode() == 200) {
                    open.incrementAndGet();
                  }
                  return BodySubscribers.ofByteArrayConsumer(
                      part -> part.ifPresent(bytes -> events.addAndGet(count(bytes))));
                })
            .whenComplete(
                (answer, failure) -> {
                  if (answer != null && answer.statusCode() == 200) {
                    open.decrementAndGet();
                  } else {
                    lost.incrementAndGet();
                  }
                });
  }

  private static int count(byte[] part) {
    return new String(part, StandardCharsets.UTF_8).split("event:", -1).length - 1;
  }

  private Percentiles gets(String job, int count) throws IOException, InterruptedException {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      int status = installation.api().get("/v1/jobs/" + job).status();
      times.add(System.nanoTime() - start);
      if (status != 200) {
        throw new IOException("GET was answered " + status);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
    }
    return Percentiles.of(times);
  }
}
