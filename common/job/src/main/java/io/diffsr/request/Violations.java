package io.diffsr.request;

import io.diffsr.request.InvalidJobException.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is found wrong with a request, collected so that all of it is reported at once. */
final class Violations {
  private final List<Violation> found = new ArrayList<>();

  /** Notes a violation unless something holds. */
  void check(boolean holds, String field, String message) {
    if (!holds) {
      found.add(new Violation(field, message));
    }
  }

  /** A whole number within bounds, or the default where there is none. */
  int inRange(String field, @Nullable Integer value, int byDefault, int lowest, int highest) {
    if (value == null) {
      return byDefault;
    }
    check(value >= lowest && value <= highest, field, "must be in " + lowest + ".." + highest);
    return value;
  }

  /** The constant of a wire name, or the default where there is none. */
  <E extends Enum<E> & WireName> E named(
      String field, Class<E> type, @Nullable String wireName, E byDefault) {
    if (wireName == null) {
      return byDefault;
    }
    return WireName.find(type, wireName)
        .orElseGet(
            () -> {
              check(false, field, "must be one of " + WireName.list(type));
              return byDefault;
            });
  }

  int count() {
    return found.size();
  }

  /**
   * @throws InvalidJobException with everything that was found
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidJobException(found);
    }
  }
}
