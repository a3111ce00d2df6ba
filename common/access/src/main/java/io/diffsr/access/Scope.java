package io.diffsr.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a caller may do. None includes another. */
public enum Scope {
  JOBS_READ("jobs:read"),
  JOBS_WRITE("jobs:write"),
  /** Keys of every tenant; no job of theirs. */
  ADMIN("admin");

  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  private final String text;

  Scope(String text) {
    this.text = text;
  }

  /** As it is written, for example {@code jobs:read}. */
  public String text() {
    return text;
  }

  /** The scope that is written so. */
  public static Optional<Scope> of(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
  }

  /** All of them, for messages. */
  public static String list() {
    return Arrays.stream(values()).map(Scope::text).collect(Collectors.joining(", "));
  }

  /**
   * Scopes separated by commas or spaces.
   *
   * @throws IllegalArgumentException where there is none, or one is not known
   */
  public static Set<Scope> read(String text) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String each : SEPARATOR.split(text.strip().toLowerCase(Locale.ROOT), -1)) {
      scopes.add(
          of(each)
              .orElseThrow(() -> new IllegalArgumentException("scopes must be some of " + list())));
    }
    return scopes;
  }
}
