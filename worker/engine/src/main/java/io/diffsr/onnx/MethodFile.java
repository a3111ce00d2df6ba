package io.diffsr.onnx;

import io.diffsr.model.ModelException;
import io.diffsr.model.NetworkTile;
import io.diffsr.model.ValueRange;
import io.diffsr.request.WireName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a method.json; whatever is wrong is refused by name. */
final class MethodFile {
  static final String NAME = "method.json";

  private static final String KIND = "kind";
  private static final int USUAL_TILE_SIZE = 256;
  private static final int LARGEST_TILE_SIZE = 4096;

  private final Map<String, Object> json;

  MethodFile(Map<String, Object> json) {
    this.json = json;
  }

  MethodKind kind() {
    return named(KIND, MethodKind.class, null);
  }

  /** Refuses every field but these and the kind. */
  void requireOnly(Set<String> fields) {
    for (String field : json.keySet()) {
      if (!field.equals(KIND) && !fields.contains(field)) {
        throw invalid(
            "%s is not known for the kind %s, which has %s"
                .formatted(field, kind().wireName(), fields.stream().sorted().toList()));
      }
    }
  }

  /**
   * A whole number in 1..largest.
   *
   * @param otherwise where the field is absent; null where it must not be
   */
  int whole(String field, @Nullable Integer otherwise, int largest) {
    return whole(field, otherwise, 1, largest);
  }

  /** A whole number in smallest..largest; the rest as above. */
  int whole(String field, @Nullable Integer otherwise, int smallest, int largest) {
    Object value = json.get(field);
    if (value == null && otherwise != null) {
      return otherwise;
    }
    if (value instanceof Integer number && number >= smallest && number <= largest) {
      return number;
    }
    throw unlike(field, value, "a whole number in %d..%d".formatted(smallest, largest));
  }

  /** A finite number of at least 1. */
  double scale(String field, double otherwise) {
    Object value = json.get(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number
        && number.doubleValue() >= 1
        && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw unlike(field, value, "a number of at least 1");
  }

  /** Two numbers, black and white. */
  ValueRange range(ValueRange otherwise) {
    Object value = json.get("range");
    if (value == null) {
      return otherwise;
    }
    if (value instanceof List<?> list
        && list.size() == 2
        && list.get(0) instanceof Number black
        && list.get(1) instanceof Number white) {
      try {
        return new ValueRange(black.doubleValue(), white.doubleValue());
      } catch (IllegalArgumentException e) {
        throw unlike("range", value, "two rising numbers");
      }
    }
    throw unlike("range", value, "two rising numbers");
  }

  /**
   * The fields tile_size, size_multiple and largest_tile_size, or what the network insists on.
   *
   * @param fixed rows and columns of the network's input; not positive where it takes any
   */
  NetworkTile tile(long[] fixed) {
    int multiple = whole("size_multiple", 1, LARGEST_TILE_SIZE);
    int edge = whole("tile_size", USUAL_TILE_SIZE, LARGEST_TILE_SIZE);
    int largest = whole("largest_tile_size", 1, LARGEST_TILE_SIZE) / multiple * multiple;
    NetworkFolder.NetworkSize size = NetworkFolder.NetworkSize.of(edge, multiple).fitting(fixed);
    return size.tile(fixed[0] > 0 ? 0 : largest, 1);
  }

  /**
   * A constant by its wire name.
   *
   * @param otherwise where the field is absent; null where it must not be
   */
  <E extends Enum<E> & WireName> E named(String field, Class<E> type, @Nullable E otherwise) {
    Object value = json.get(field);
    if (value == null && otherwise != null) {
      return otherwise;
    }
    return WireName.find(type, String.valueOf(value))
        .orElseThrow(() -> unlike(field, value, "one of " + WireName.list(type)));
  }

  private static ModelException unlike(String field, @Nullable Object value, String expected) {
    return invalid(
        value == null
            ? "%s is missing; it must be %s".formatted(field, expected)
            : "%s is %s instead of %s".formatted(field, value, expected));
  }

  private static ModelException invalid(String message) {
    return new ModelException(ModelException.Kind.INVALID, NAME + ": " + message);
  }
}
