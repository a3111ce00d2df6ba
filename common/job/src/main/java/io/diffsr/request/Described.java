package io.diffsr.request;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field of a request means. The OpenAPI document and the options of the command line are
 * made from it; a test holds {@code docs/api.md} to it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Described {
  /** Meaning and range, without a full stop. */
  String text();

  /** The value that an unset field stands for, as text; empty where there is no fixed one. */
  String byDefault() default "";

  /** A value as a caller would write it, as JSON where it is not a text; empty for none. */
  String example() default "";

  /** All values that there are, as wire names; empty where they are not counted. */
  String[] values() default {};

  /** The least number that is accepted whatever else is asked for; empty for none. */
  String minimum() default "";

  /** Whether {@link #minimum} itself is not accepted. */
  boolean aboveMinimum() default false;

  /** The greatest number that is accepted whatever else is asked for; empty for none. */
  String maximum() default "";

  /** The form of a text, as JSON Schema names it, for example {@code date-time}. */
  String format() default "";

  /** Further names of the field as an option of the command line, for example {@code -s}. */
  String[] optionAliases() default {};
}
