package io.diffsr.problem;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.diffsr.request.InvalidJobException.Violation;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with JSON, without a word of the types that it is read into. */
final class JsonFaults {
  private static final String OUT_OF_RANGE = "out of range";

  private JsonFaults() {}

  /** The field at fault and why; null where no field is. */
  static @Nullable Violation violation(JsonProcessingException e) {
    String field = e.getCause() instanceof JsonParseException ? "" : field(e);
    return field.isEmpty() ? null : new Violation(field, message(e));
  }

  /** Why a text is no JSON object, and where. */
  static String malformed(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    if (!(e instanceof JsonParseException) || message == null) {
      return "something else was found";
    }
    // A backtick quotes the name of a type.
    int end = message.indexOf('\n');
    String first = end < 0 ? message : message.substring(0, end);
    String where =
        e.getLocation() == null ? "" : " (line %d)".formatted(e.getLocation().getLineNr());
    return first.contains("`") ? "it cannot be read" + where : first + where;
  }

  /** Where it is wrong, for example {@code metadata.album}. */
  private static String field(JsonProcessingException e) {
    return e instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."))
        : "";
  }

  private static String message(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException) {
      return "is not a field of this request";
    }
    if (String.valueOf(e.getOriginalMessage()).contains(OUT_OF_RANGE)) {
      return "is out of range";
    }
    Class<?> wanted =
        e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    return "must be " + kind(wanted);
  }

  private static String kind(@Nullable Class<?> wanted) {
    if (wanted == null) {
      return "of another type";
    }
    if (wanted == Integer.class
        || wanted == Long.class
        || wanted == int.class
        || wanted == long.class) {
      return "a whole number";
    }
    if (Number.class.isAssignableFrom(wanted) || wanted == double.class) {
      return "a number";
    }
    if (wanted == Boolean.class || wanted == boolean.class) {
      return "true or false";
    }
    if (wanted == String.class) {
      return "a text";
    }
    if (Collection.class.isAssignableFrom(wanted)) {
      return "a list";
    }
    return Map.class.isAssignableFrom(wanted) || wanted.isRecord()
        ? "an object"
        : "of another type";
  }
}
