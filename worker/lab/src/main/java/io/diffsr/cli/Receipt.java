package io.diffsr.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.diffsr.request.UpscaleOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a service says a result was made of: {@code GET /v1/jobs/{id}/receipt}. */
final class Receipt {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final JsonNode json;
  private final UpscaleOptions options;

  private Receipt(JsonNode json, UpscaleOptions options) {
    this.json = json;
    this.options = options;
  }

  /**
   * Reads a receipt.
   *
   * @throws CommandException when the file holds none
   */
  static Receipt read(Path file) {
    try {
      JsonNode json = MAPPER.readTree(new String(WholeFile.read(file), StandardCharsets.UTF_8));
      if (!json.path("options").isObject() || !json.at("/result/sha256").isTextual()) {
        throw CommandException.wrongUse("%s is no receipt".formatted(file));
      }
      return new Receipt(json, MAPPER.treeToValue(json.path("options"), UpscaleOptions.class));
    } catch (JsonProcessingException e) {
      throw CommandException.wrongUse(
          "%s is no receipt: %s".formatted(file, e.getOriginalMessage()));
    }
  }

  /** What was asked for, with every default filled in. */
  UpscaleOptions options() {
    return options;
  }

  /** SHA-256 of the result. */
  String resultSha256() {
    return json.at("/result/sha256").asText();
  }

  /**
   * What differs between the run that it tells of and this one, for people.
   *
   * @param engineVersion of this run, and so on
   */
  List<String> differences(
      String engineVersion,
      @Nullable String executionProvider,
      String inputSha256,
      @Nullable String weights,
      @Nullable String start,
      @Nullable String fingerprint) {
    List<String> found = new ArrayList<>();
    compare(found, "engine version", "/engine_version", engineVersion);
    compare(found, "execution provider", "/execution_provider", executionProvider);
    compare(found, "input (SHA-256)", "/input/sha256", inputSha256);
    compare(found, "network (SHA-256)", "/weights", weights);
    compare(found, "start", "/start", start);
    if (found.isEmpty()) {
      // Of what is named, nothing; of what it is made of, the scheduler, calibration or tiles do.
      compare(found, "model's scheduler, calibration or tiles", "/fingerprint", fingerprint);
    }
    if (json.path("resumed_at_step").isNumber()) {
      found.add("the run then went on from a checkpoint, perhaps of another kind of device");
    }
    return found;
  }

  private void compare(List<String> found, String what, String at, @Nullable String now) {
    String then = json.at(at).asText("");
    String other = now == null ? "" : now;
    if (!then.equals(other)) {
      found.add(
          "%s: %s then, %s now"
              .formatted(what, then.isEmpty() ? "none" : then, other.isEmpty() ? "none" : other));
    }
  }
}
