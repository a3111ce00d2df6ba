package io.diffsr.request;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as RFC 3339 writes them, which is what {@code date-time} means in JSON Schema. {@link
 * Instant#parse} takes neither every offset that they may have nor a leap second.
 */
public final class Rfc3339 {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[Tt](\\d{2}:\\d{2}:)([0-5]\\d|60)(?:(\\.\\d{1,9})\\d*)?"
              + "(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");

  private static final long SECONDS_PER_HOUR = 3600;
  private static final long SECONDS_PER_MINUTE = 60;

  private Rfc3339() {}

  /**
   * The time, to the nanosecond; a leap second is the second after it.
   *
   * @throws DateTimeParseException where the text is no such time
   */
  public static Instant parse(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new DateTimeParseException("not an RFC 3339 time", text, 0);
    }
    boolean leap = time.group(3).equals("60");
    String fraction = time.group(4) == null ? "" : time.group(4);
    LocalDateTime local =
        LocalDateTime.parse(
            time.group(1) + "T" + time.group(2) + (leap ? "59" : time.group(3)) + fraction);
    long east = 0;
    if (time.group(5) != null) {
      east =
          Long.parseLong(time.group(6)) * SECONDS_PER_HOUR
              + Long.parseLong(time.group(7)) * SECONDS_PER_MINUTE;
    }
    return local
        .toInstant(ZoneOffset.UTC)
        .plusSeconds(leap ? 1 : 0)
        .minusSeconds("-".equals(time.group(5)) ? -east : east);
  }
}
