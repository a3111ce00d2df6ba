package io.diffsr.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.diffsr.job.Sha256;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.InvalidJobException.Violation;
import io.diffsr.request.JobRequest;
import io.diffsr.request.RequestField;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import org.jspecify.annotations.Nullable;

/** Reads {@code POST /v1/jobs}, form or JSON, into the same request. */
@ApplicationScoped
public class SubmissionReader {
  private static final String IMAGE = "image";
  private static final String METADATA = "metadata";
  private static final String WEBHOOK_EVENTS = "webhook_events";

  private static final Set<String> FIELDS =
      RequestField.of(JobRequest.class).stream()
          .map(RequestField::wireName)
          .collect(Collectors.toUnmodifiableSet());

  private final ObjectMapper mapper;
  private final LimitSettings limits;

  @Inject
  SubmissionReader(ObjectMapper mapper, LimitSettings limits) {
    this.mapper = mapper;
    this.limits = limits;
  }

  /**
   * Reads a JSON body.
   *
   * @throws JsonProcessingException when it is not JSON, or a field is unknown or of another type
   */
  public Submission json(String json) throws JsonProcessingException {
    JsonNode fields =
        mapper
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readTree(json.isBlank() ? "{}" : json);
    JobRequest request = request(fields.isNull() ? mapper.createObjectNode() : fields);
    if (request.imageUrl() == null) {
      throw invalid("image_url", "is missing; or send the file as form field image");
    }
    return new Submission(request, null);
  }

  /**
   * Reads a form.
   *
   * @throws JsonProcessingException when a field is unknown or does not hold what it should
   */
  public Submission form(MultipartFormDataInput form) throws JsonProcessingException {
    ObjectNode fields = mapper.createObjectNode();
    byte[] image = null;
    for (Map.Entry<String, Collection<FormValue>> entry : form.getValues().entrySet()) {
      String name = entry.getKey();
      List<FormValue> values = List.copyOf(entry.getValue());
      FormValue first = values.get(0);
      if (name.equals(IMAGE)) {
        image = bytes(first);
      } else if (name.equals(METADATA)) {
        fields.set(name, object(name, first.getValue()));
      } else if (name.equals(WEBHOOK_EVENTS)) {
        ArrayNode events = fields.putArray(name);
        values.stream()
            .flatMap(value -> List.of(value.getValue().split("\\s*,\\s*")).stream())
            .forEach(events::add);
      } else {
        fields.put(name, first.getValue());
      }
    }
    JobRequest request = request(fields);
    if ((image == null) == (request.imageUrl() == null)) {
      throw invalid(IMAGE, "or image_url must be given, and not both");
    }
    return new Submission(request, image);
  }

  /** Jackson does not report unknown fields of a record that another is unwrapped into. */
  private JobRequest request(JsonNode fields) throws JsonProcessingException {
    List<Violation> unknown = new ArrayList<>();
    fields
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                unknown.add(new Violation(name, "is not a field of this request"));
              }
            });
    if (!unknown.isEmpty()) {
      throw new InvalidJobException(unknown);
    }
    return mapper.treeToValue(fields, JobRequest.class);
  }

  /** Digest of a request: equal requests have equal digests. */
  String payloadHash(Submission submission) {
    Sha256 digest = new Sha256();
    try {
      digest.update(mapper.writeValueAsString(submission.request()).getBytes(UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    byte[] image = submission.image();
    return (image == null ? digest : digest.update(image)).hex();
  }

  private byte @Nullable [] bytes(FormValue value) {
    if (!value.isFileItem()) {
      throw invalid(IMAGE, "must be a file: curl -F image=@cat.png");
    }
    Path file = value.getFileItem().getFile();
    try {
      limits.picture().requireBytes(value.getFileItem().getFileSize());
      return file == null
          ? value.getFileItem().getInputStream().readAllBytes()
          : Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
