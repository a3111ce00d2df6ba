package io.diffsr.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;

/**
 * An evaluation as JSON: {@code facts}, and {@code results} by metric, method and scale. Infinite
 * values are the text {@code "Infinity"}.
 */
public final class JsonReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReport() {}

  /** The text of report.json. */
  public static String text(EvaluationReport report) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode facts = root.putObject("facts");
    report.facts().forEach(facts::put);
    ObjectNode results = root.putObject("results");
    for (Metric metric : report.shown()) {
      ObjectNode rows = results.putObject(metric.wireName());
      for (String method : report.methods()) {
        ObjectNode row = rows.putObject(method);
        for (double scale : report.scales()) {
          OptionalDouble value = report.value(metric, method, scale);
          if (value.isPresent()) {
            row.put(String.valueOf(scale), value.getAsDouble());
          }
        }
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
