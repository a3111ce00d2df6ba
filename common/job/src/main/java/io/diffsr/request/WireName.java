package io.diffsr.request;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** An enum constant that goes over the wire as its name in lower case. */
public interface WireName {
  String name();

  /** The name in JSON and in form fields, for example {@code dpmpp_2m}. */
  default String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The constant with this wire name, if there is one. */
  static <E extends Enum<E> & WireName> Optional<E> find(Class<E> type, String wireName) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.wireName().equals(wireName))
        .findFirst();
  }

  /** All wire names, for messages: {@code png, jpeg, webp, tiff}. */
  static <E extends Enum<E> & WireName> String list(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(WireName::wireName)
        .collect(Collectors.joining(", "));
  }
}
