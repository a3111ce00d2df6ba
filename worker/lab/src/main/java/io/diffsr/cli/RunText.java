package io.diffsr.cli;

import io.diffsr.job.RecoverableField;
import io.diffsr.job.UpscaleReport;
import io.diffsr.picture.PictureHeader;
import io.diffsr.request.UpscaleSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What was done, as text; the same lines as {@code diffsr upscale} prints. */
final class RunText {
  private RunText() {}

  static String of(
      Path file,
      PictureHeader input,
      UpscaleSpec spec,
      UpscaleReport report,
      List<String> warnings,
      double seconds) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s: %d x %d -> %d x %d, %s%s",
        file,
        input.width(),
        input.height(),
        report.width(),
        report.height(),
        report.method(),
        report.model() == null ? "" : " with " + report.model());
    RecoverableField field = report.field();
    if (field != null) {
      line(text, "  start timestep %s", start(field));
      line(
          text,
          "  from %s%s, %s, %d steps, %d network calls on %s, seed %d",
          report.start(),
          fidelity(report),
          spec.sampler().wireName(),
          report.steps(),
          report.networkCalls(),
          report.executionProvider(),
          spec.seed());
    }
    Double deviation = report.consistencyError();
    if (deviation != null) {
      line(text, "  shrunk back, it differs from the input by at most %.2f/255", deviation);
    }
    Double outside = report.coefficientsOutside();
    if (outside != null) {
      line(
          text,
          "  shrunk back and coded like the input, %.2f %% of its coefficients differ",
          100 * outside);
    }
    warnings.forEach(warning -> line(text, "  warning: %s", warning));
    StringJoiner phases = new StringJoiner(", ");
    report
        .secondsPerPhase()
        .forEach(
            (phase, duration) ->
                phases.add(String.format(Locale.ROOT, "%s %.1f", phase, duration)));
    line(text, "  %.1f s (%s)%s", seconds, phases, outsideNetwork(report));
    return text.toString();
  }

  private static String fidelity(UpscaleReport report) {
    return report.fidelity() == null
        ? ""
        : String.format(Locale.ROOT, " (fidelity %.2f)", report.fidelity());
  }

  /** What the engine itself takes of the time of a run. */
  private static String outsideNetwork(UpscaleReport report) {
    if (report.networkCalls() == 0) {
      return "";
    }
    double all = report.secondsPerPhase().values().stream().mapToDouble(Double::doubleValue).sum();
    return String.format(
        Locale.ROOT,
        ", %.1f %% of it outside the network",
        100 * (1 - report.networkSeconds() / all));
  }

  /** Where a run starts, and why. */
  static String start(RecoverableField field) {
    String chosen =
        String.format(
            Locale.ROOT,
            "%d: noise level %.1f %% of T, sigma %.3f",
            field.timestep(),
            100 * field.noiseLevel(),
            field.sigma());
    if (field.overridden()) {
      return chosen + ", as asked";
    }
    if (field.nothingToAdd()) {
      return chosen + ": nothing to add to the start";
    }
    if (field.empty()) {
      return chosen + "; the recoverable field is empty at this scale, so this is a best effort";
    }
    return chosen
        + ", recoverable field %d..%d".formatted(field.minimumTimestep(), field.maximumTimestep());
  }

  private static void line(StringBuilder text, String format, @Nullable Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
