package io.diffsr.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.diffsr.request.InvalidJobException.Violation;
import io.diffsr.request.JobRequest;
import io.diffsr.request.NumberText;
import io.diffsr.request.RequestField;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The types of a request's fields, as the OpenAPI document names them. Jackson would take {@code
 * 2.9} for the whole number 2, {@code true} for a text, and an empty text for a field that is
 * missing.
 */
final class FieldTypes {
  private static final Map<String, RequestField> FIELDS =
      RequestField.of(JobRequest.class).stream()
          .collect(Collectors.toUnmodifiableMap(RequestField::wireName, Function.identity()));

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,40}");
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,4})?");

  /** Beyond, a double does not name one whole number. */
  private static final double LARGEST_WHOLE = 1L << 53;

  private FieldTypes() {}

  /** The text of a form's field as JSON would have it; a text where it has not the field's type. */
  static JsonNode ofForm(String name, String text) {
    RequestField field = FIELDS.get(name);
    String stripped = text.strip();
    if (field == null || field.type() == String.class) {
      return TextNode.valueOf(text);
    }
    if (WHOLE.matcher(stripped).matches()) {
      return BigIntegerNode.valueOf(new BigInteger(stripped));
    }
    return NUMBER.matcher(stripped).matches()
        ? DoubleNode.valueOf(Double.parseDouble(stripped))
        : TextNode.valueOf(text);
  }

  /** Notes unknown fields and those of another type; writes 2.0 as 2 where 2 is wanted. */
  static void check(ObjectNode fields, List<Violation> violations) {
    for (Map.Entry<String, JsonNode> each : fields.properties()) {
      String name = each.getKey();
      RequestField field = FIELDS.get(name);
      if (field == null) {
        violations.add(new Violation(name, "is not a field of this request"));
      } else if (!each.getValue().isNull()) {
        if (whole(field.type())) {
          each.setValue(withoutFraction(each.getValue()));
        }
        check(name, field.type(), each.getValue(), violations);
      }
    }
  }

  private static void check(
      String name, Class<?> type, JsonNode value, List<Violation> violations) {
    String wrong = null;
    if (whole(type)) {
      wrong = value.isIntegralNumber() ? null : "must be a whole number";
    } else if (type == Double.class) {
      wrong = value.isNumber() ? null : NumberText.complaint(value.asText());
    } else if (type == List.class) {
      wrong = value.isArray() ? elements(value) : "must be a list";
    } else if (type == Map.class && value.isObject()) {
      value
          .properties()
          .forEach(
              inner -> {
                if (!inner.getValue().isTextual() && !inner.getValue().isNull()) {
                  violations.add(new Violation(name + "." + inner.getKey(), "must be a text"));
                }
              });
    } else if (type == Map.class) {
      wrong = "must be an object";
    } else {
      wrong = value.isTextual() ? null : "must be a text";
    }
    if (wrong != null) {
      violations.add(new Violation(name, wrong));
    }
  }

  private static @Nullable String elements(JsonNode list) {
    for (JsonNode element : list) {
      if (!element.isTextual()) {
        return "must be a list of texts";
      }
    }
    return null;
  }

  private static boolean whole(Class<?> type) {
    return type == Integer.class || type == Long.class;
  }

  private static JsonNode withoutFraction(JsonNode value) {
    double number = value.doubleValue();
    return value.isFloatingPointNumber()
            && Math.abs(number) <= LARGEST_WHOLE
            && number == Math.rint(number)
        ? LongNode.valueOf((long) number)
        : value;
  }
}
