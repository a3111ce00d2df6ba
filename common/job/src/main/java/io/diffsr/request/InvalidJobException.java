package io.diffsr.request;

import java.util.List;
import java.util.stream.Collectors;

/** A request breaks the rules; lists everything that is wrong with it. */
public final class InvalidJobException extends RuntimeException {
  private final transient List<Violation> violations;

  /**
   * One thing that is wrong.
   *
   * @param field wire name of the field, for example {@code scale}
   * @param message what is wrong and what would be right
   */
  public record Violation(String field, String message) {}

  public InvalidJobException(List<Violation> violations) {
    super(
        violations.stream()
            .map(violation -> violation.field() + " " + violation.message())
            .collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  public List<Violation> violations() {
    return violations;
  }
}
