package io.diffsr.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.request.JobWarning;
import java.io.IOException;

/** Reads warnings, also those of rows of an older version, which were texts alone. */
final class JobWarningDeserializer extends JsonDeserializer<JobWarning> {
  /** Of the one warning that there was. */
  private static final String FIRST_CODE = "coefficients_ignored";

  @Override
  public JobWarning deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    JsonNode node = parser.readValueAsTree();
    return node.isTextual()
        ? new JobWarning(FIRST_CODE, node.asText())
        : new JobWarning(node.path("code").asText(), node.path("text").asText());
  }
}
