package io.diffsr.request;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A field of a request as callers write it.
 *
 * @param name of the record's component, for example {@code noiseLevel}
 * @param type of the component
 * @param described what it means
 */
public record RequestField(String name, Class<?> type, Described described) {

  /**
   * The fields of a request record in their order; a record within it stands for its own fields.
   */
  public static List<RequestField> of(Class<? extends Record> request) {
    return components(request).toList();
  }

  private static Stream<RequestField> components(Class<?> request) {
    return Arrays.stream(request.getRecordComponents())
        .flatMap(
            component ->
                component.getType().isRecord()
                    ? components(component.getType())
                    : Stream.of(of(component)));
  }

  private static RequestField of(RecordComponent component) {
    Described described = component.getAnnotation(Described.class);
    if (described == null) {
      throw new IllegalStateException(component + " is not described");
    }
    return new RequestField(component.getName(), component.getType(), described);
  }

  /** The name in JSON and in forms, for example {@code noise_level}. */
  public String wireName() {
    return wireName(name);
  }

  /** The name of a component in JSON and in forms. */
  public static String wireName(String component) {
    return separated(component, "_");
  }

  /** The name on the command line, for example {@code --noise-level}. */
  public String optionName() {
    return "--" + separated(name, "-");
  }

  private static String separated(String camelCase, String separator) {
    return camelCase.replaceAll("([A-Z])", separator + "$1").toLowerCase(Locale.ROOT);
  }
}
