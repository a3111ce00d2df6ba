package io.diffsr.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
    "2026-01-31t12:00:00.5z, 2026-01-31T12:00:00.5Z",
    "2026-01-31T12:00:00.1234567891234Z, 2026-01-31T12:00:00.123456789Z",
    "2026-01-31T12:00:00+01:30, 2026-01-31T10:30:00Z",
    "2026-01-31T12:00:00-23:59, 2026-02-01T11:59:00Z",
    "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
  })
  void everyFormIsRead(String text, String time) {
    assertEquals(Instant.parse(time), Rfc3339.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "2026-01-31",
        "2026-01-31T12:00Z",
        "2026-01-31T12:00:00",
        "2026-01-31 12:00:00Z",
        "2026-02-30T12:00:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T12:00:61Z",
        "2026-01-31T12:00:00+24:00",
        "2026-01-31T12:00:00.Z",
        "+12026-01-31T12:00:00Z",
      })
  void nothingElseIs(String text) {
    assertThrows(DateTimeParseException.class, () -> Rfc3339.parse(text));
  }
}
