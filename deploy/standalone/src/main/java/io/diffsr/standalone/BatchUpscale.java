package io.diffsr.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.batch.BatchPlan;
import io.diffsr.batch.BatchSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Enlarges several pictures on a service, some at a time, with one line of progress for all. */
final class BatchUpscale {
  private final ServiceJob jobs;
  private final Map<String, String> fields;
  private final boolean force;
  private final BatchSummary summary;
  private final ProgressBar bar;
  private final Map<Path, Double> running = new ConcurrentHashMap<>();

  /**
   * @param fields of every job
   * @param force whether results that are there already are made again
   * @param summary takes what becomes of the pictures
   */
  BatchUpscale(
      ServiceJob jobs,
      Map<String, String> fields,
      boolean force,
      BatchSummary summary,
      ProgressBar bar) {
    this.jobs = jobs;
    this.fields = fields;
    this.force = force;
    this.summary = summary;
    this.bar = bar;
  }

  /**
   * Runs all of them to their ends.
   *
   * @param atOnce how many jobs are open at a time
   */
  void run(BatchPlan plan, int atOnce) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(atOnce, plan.tasks().size()));
    try {
      for (BatchPlan.Task task : plan.tasks()) {
        threads.execute(() -> upscale(task.picture(), task.result()));
      }
      threads.shutdown();
      while (!threads.awaitTermination(1, TimeUnit.HOURS)) {
        // Long jobs are what this is for.
      }
    } finally {
      threads.shutdownNow();
    }
    bar.clear();
  }

  /** What is wrong with one picture is no reason not to enlarge the others. */
  private void upscale(Path file, Path target) {
    if (!force && Files.isRegularFile(target)) {
      summary.skipped();
      return;
    }
    try {
      JsonNode ended = jobs.run(file, fields, new Line(file));
      Files.createDirectories(target.toAbsolutePath().getParent());
      jobs.writeResult(ended, target);
      ended
          .path("warnings")
          .forEach(warning -> summary.warned(file, warning.path("text").asText()));
      summary.done();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      summary.failed(file, e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.remove(file);
      show();
    }
  }

  private final class Line implements ServiceJob.Display {
    private final Path file;

    Line(Path file) {
      this.file = file;
    }

    @Override
    public void waiting() {
      running.put(file, 0.0);
      show();
    }

    @Override
    public void progress(JsonNode progress) {
      running.put(file, progress.path("percent").asDouble() / 100);
      show();
    }
  }

  private void show() {
    double open = running.values().stream().mapToDouble(Double::doubleValue).sum();
    bar.share((summary.ended() + open) / summary.all(), summary.progress());
  }
}
