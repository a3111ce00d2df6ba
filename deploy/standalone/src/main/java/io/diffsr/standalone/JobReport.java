package io.diffsr.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.batch.ResultFiles;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What was done, for people. */
final class JobReport {
  private JobReport() {}

  static void print(JsonNode job, Path file, double seconds, PrintStream out) {
    JsonNode input = job.path("input");
    JsonNode result = job.path("result");
    out.printf(
        Locale.ROOT,
        "%s: %d x %d -> %d x %d, %s%n",
        file,
        input.path("width").asInt(),
        input.path("height").asInt(),
        result.path("width").asInt(),
        result.path("height").asInt(),
        method(job));
    JsonNode field = result.path("field");
    if (field.isObject()) {
      out.println("  start timestep " + field(field));
      out.printf(
          Locale.ROOT,
          "  %sfrom %s%s, %s, %d steps, %d network calls on %s, seed %d%n",
          samples(job),
          result.path("start").asText(),
          fidelity(result),
          job.path("sampler").asText(),
          result.path("steps").asInt(),
          result.path("network_calls").asInt(),
          result.path("execution_provider").asText(),
          job.path("seed").asLong());
    } else if (result.hasNonNull("execution_provider")) {
      out.printf(
          Locale.ROOT,
          "  %s%d network calls on %s%n",
          samples(job),
          result.path("network_calls").asInt(),
          result.path("execution_provider").asText());
    }
    if (job.path("urls").has("uncertainty")) {
      out.println("  how far the samples differ: " + ResultFiles.uncertaintyBeside(file));
    }
    if (result.hasNonNull("consistency_error")) {
      out.printf(
          Locale.ROOT,
          "  shrunk back, it differs from the input by at most %.2f/255%n",
          result.path("consistency_error").asDouble());
    }
    if (result.hasNonNull("coefficients_outside")) {
      out.printf(
          Locale.ROOT,
          "  shrunk back and coded like the input, %.2f %% of its coefficients differ%n",
          100 * result.path("coefficients_outside").asDouble());
    }
    job.path("warnings")
        .forEach(warning -> out.println("  warning: " + warning.path("text").asText()));
    out.printf(
        Locale.ROOT,
        "  %.1f s (%s%s)%n",
        seconds,
        phases(result.path("seconds_per_phase")),
        result.path("network_calls").asInt() == 0
            ? ""
            : String.format(
                Locale.ROOT, "; network %.1f", result.path("network_seconds").asDouble()));
  }

  private static String samples(JsonNode job) {
    int samples = job.path("samples").asInt(1);
    return samples > 1 ? "mean of " + samples + " samples, " : "";
  }

  private static String fidelity(JsonNode result) {
    return result.hasNonNull("fidelity")
        ? String.format(Locale.ROOT, " (fidelity %.2f)", result.path("fidelity").asDouble())
        : "";
  }

  private static String method(JsonNode job) {
    String method = job.path("method").asText();
    return job.hasNonNull("model") && (method.equals("diff-sr") || method.equals("predictor"))
        ? method + " with " + job.path("model").asText()
        : method;
  }

  private static String field(JsonNode field) {
    String chosen =
        String.format(
            Locale.ROOT,
            "%d: noise level %.1f %% of T, sigma %.3f",
            field.path("timestep").asInt(),
            100 * field.path("noise_level").asDouble(),
            field.path("sigma").asDouble());
    if (field.path("overridden").asBoolean()) {
      return chosen + ", as asked";
    }
    if (field.path("nothing_to_add").asBoolean()) {
      return chosen + ": nothing to add to the start";
    }
    if (field.path("empty").asBoolean()) {
      return chosen + "; the recoverable field is empty at this scale, so this is a best effort";
    }
    return chosen
        + ", recoverable field %d..%d"
            .formatted(
                field.path("minimum_timestep").asInt(), field.path("maximum_timestep").asInt());
  }

  private static String phases(JsonNode seconds) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonNode> phase : seconds.properties()) {
      text.append(text.isEmpty() ? "" : ", ").append(phase.getKey());
      text.append(String.format(Locale.ROOT, " %.1f", phase.getValue().asDouble()));
    }
    return text.toString();
  }
}
