package io.diffsr.submission;

import static jakarta.ws.rs.core.Response.Status.REQUEST_ENTITY_TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.diffsr.job.Sha256;
import io.diffsr.problem.ProblemException;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.InvalidJobException.Violation;
import io.diffsr.request.JobRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code POST /v1/jobs}, form or JSON, into the same request. */
@ApplicationScoped
public class SubmissionReader {
  private static final int LONGEST_JSON = 1 << 20;
  private static final int BUFFER = 64 * 1024;
  private static final String METADATA = "metadata";
  private static final String WEBHOOK_EVENTS = "webhook_events";

  private final ObjectMapper mapper;
  private final FormReader forms;

  @Inject
  SubmissionReader(ObjectMapper mapper, LimitSettings limits) {
    this.mapper = mapper;
    this.forms = new FormReader(limits.picture());
  }

  /**
   * Reads a JSON body.
   *
   * @throws JsonProcessingException when it is not JSON, or a field is unknown or of another type
   * @throws ProblemException when it is longer than 1 MiB
   * @throws IOException when the connection breaks
   */
  Submission json(InputStream body) throws IOException {
    byte[] json = body.readNBytes(LONGEST_JSON + 1);
    if (json.length > LONGEST_JSON) {
      throw ProblemException.of(
          REQUEST_ENTITY_TOO_LARGE,
          "body_too_large",
          "A JSON body may have %d bytes.".formatted(LONGEST_JSON));
    }
    JsonNode fields =
        json.length == 0
            ? mapper.createObjectNode()
            : mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(json);
    JobRequest request =
        request(fields.isNull() || fields.isMissingNode() ? mapper.createObjectNode() : fields);
    if (request.imageUrl() == null) {
      throw invalid("image_url", "is missing; or send the file as form field image");
    }
    return new Submission(request, null);
  }

  /**
   * Reads a form.
   *
   * @param contentType of the request
   * @param upload takes the picture
   * @throws JsonProcessingException when a field is unknown or does not hold what it should
   * @throws IOException when the connection breaks
   */
  Submission form(@Nullable String contentType, InputStream body, Upload upload)
      throws IOException {
    SubmissionForm form = forms.read(contentType, body, upload);
    ObjectNode fields = mapper.createObjectNode();
    form.fields()
        .forEach(
            (name, values) -> {
              if (name.equals(METADATA)) {
                fields.set(name, object(name, values.get(0)));
              } else if (name.equals(WEBHOOK_EVENTS)) {
                ArrayNode events = fields.putArray(name);
                values.stream()
                    .flatMap(value -> Stream.of(value.split("\\s*,\\s*")))
                    .forEach(events::add);
              } else {
                fields.set(name, FieldTypes.ofForm(name, values.get(0)));
              }
            });
    JobRequest request = request(fields);
    if ((form.image() == null) == (request.imageUrl() == null)) {
      throw invalid(FormReader.IMAGE, "or image_url must be given, and not both");
    }
    return new Submission(request, form.image());
  }

  private JobRequest request(JsonNode body) throws JsonProcessingException {
    if (body instanceof ObjectNode fields) {
      List<Violation> violations = new ArrayList<>();
      FieldTypes.check(fields, violations);
      if (!violations.isEmpty()) {
        throw new InvalidJobException(violations);
      }
      fields.properties().forEach(field -> requireText(field.getKey(), field.getValue()));
    }
    return mapper.treeToValue(body, JobRequest.class);
  }

  /** Half of a surrogate pair is no character, and could not be stored as it came. */
  private static void requireText(String field, JsonNode value) {
    if (value.isTextual() && !UTF_8.newEncoder().canEncode(value.textValue())) {
      throw invalid(field, "holds half of a surrogate pair");
    }
    value
        .properties()
        .forEach(
            inner -> {
              requireText(field, TextNode.valueOf(inner.getKey()));
              requireText(field + "." + inner.getKey(), inner.getValue());
            });
    value
        .elements()
        .forEachRemaining(
            element -> {
              if (!value.isObject()) {
                requireText(field, element);
              }
            });
  }

  /** Digest of a request: equal requests have equal digests. */
  String payloadHash(Submission submission) throws IOException {
    Sha256 digest = new Sha256();
    try {
      digest.update(mapper.writeValueAsString(submission.request()).getBytes(UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    Path image = submission.image();
    if (image != null) {
      try (InputStream stream = Files.newInputStream(image)) {
        byte[] buffer = new byte[BUFFER];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
          digest.update(read == buffer.length ? buffer : Arrays.copyOf(buffer, read));
        }
      }
    }
    return digest.hex();
  }

  private JsonNode object(String field, String json) {
    try {
      JsonNode node = mapper.readTree(json);
      if (node.isObject() || node.isNull()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw invalid(field, "must be a JSON object: " + e.getOriginalMessage());
    }
    throw invalid(field, "must be a JSON object");
  }

  private static InvalidJobException invalid(String field, String message) {
    return new InvalidJobException(List.of(new Violation(field, message)));
  }
}
