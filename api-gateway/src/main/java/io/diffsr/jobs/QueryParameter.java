package io.diffsr.jobs;

import io.diffsr.request.InvalidJobException;
import io.diffsr.request.InvalidJobException.Violation;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parameter of the address as it came: the framework takes an empty one for a missing one. */
final class QueryParameter {
  private QueryParameter() {}

  /**
   * The value, which may be empty, or null where the parameter is missing.
   *
   * @throws InvalidJobException where it is given more than once
   */
  static @Nullable String read(UriInfo uri, String name) {
    List<String> values = uri.getQueryParameters().getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw invalid(name, "is given more than once");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  static InvalidJobException invalid(String name, String message) {
    return new InvalidJobException(List.of(new Violation(name, message)));
  }
}
