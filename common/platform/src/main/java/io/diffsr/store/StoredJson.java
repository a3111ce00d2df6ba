package io.diffsr.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.diffsr.request.JobWarning;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The JSON columns. Kept apart from the HTTP API's JSON, so that neither binds the other. */
final class StoredJson {
  // A row written by a newer version may hold fields this one does not know.
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(
              new SimpleModule().addDeserializer(JobWarning.class, new JobWarningDeserializer()))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private StoredJson() {}

  static @Nullable String write(@Nullable Object value) {
    return value == null ? null : writeRequired(value);
  }

  static String writeRequired(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getName(), e);
    }
  }

  static <T> @Nullable T read(@Nullable String json, Class<T> type) {
    return json == null ? null : readRequired(json, type);
  }

  /**
   * Reads what this or another version has stored.
   *
   * @throws UncheckedIOException when it is not of the type, or holds an unknown constant
   */
  static <T> T readRequired(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e.getOriginalMessage(), e);
    }
  }
}
