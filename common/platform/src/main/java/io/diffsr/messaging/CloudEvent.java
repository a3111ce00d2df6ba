package io.diffsr.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The value of every Kafka record: JSON with the attributes of CloudEvents 1.0.
 *
 * @param subject id of the job; also the record's key
 * @param time RFC 3339, UTC
 * @param data depends on {@code type}; null where there is nothing to add
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CloudEvent(
    String specversion,
    String id,
    String source,
    String type,
    String subject,
    String time,
    @Nullable JsonNode data) {

  private static final ObjectMapper MAPPER = JsonMapper.builder().findAndAddModules().build();

  /** A job is ready to be run; no data, because the row has everything. */
  public static final String JOB_RELEASED = "job.released";

  /** A running job came further; data is a {@link io.diffsr.job.Progress}. */
  public static final String JOB_PROGRESS = "job.progress";

  /** A job's status changed; no data, because the row has everything. */
  public static final String JOB_STATUS = "job.status";

  /** An event about a job, as of now. */
  public static CloudEvent about(UUID job, String source, String type, @Nullable Object data) {
    return new CloudEvent(
        "1.0",
        UuidCreator.getTimeOrderedEpoch().toString(),
        source,
        type,
        job.toString(),
        Instant.now().toString(),
        data == null ? null : MAPPER.valueToTree(data));
  }

  public UUID job() {
    return UUID.fromString(subject);
  }

  public String toJson() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write an event of type " + type, e);
    }
  }

  /**
   * Reads a record's value.
   *
   * @throws IllegalArgumentException when it is not such an event
   */
  public static CloudEvent fromJson(String json) {
    try {
      return MAPPER.readValue(json, CloudEvent.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a CloudEvent: " + e.getOriginalMessage(), e);
    }
  }

  /** The data as a value. */
  public <T> T dataAs(Class<T> type) {
    return MAPPER.convertValue(data, type);
  }
}
