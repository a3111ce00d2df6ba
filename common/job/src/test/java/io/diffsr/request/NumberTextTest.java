package io.diffsr.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"2,7 | 2.7", "2x | 2", "x4 | 4", "×1,50 | 1.5", "150% | 1.5", "300 % | 3"})
  void numbersAsPeopleWriteThemAreExplained(String text, String written) {
    assertTrue(NumberText.complaint(text).endsWith("write " + written), NumberText.complaint(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "big", "2,7,1", "1 000", "2"})
  void othersAreNoNumbers(String text) {
    assertEquals("must be a number", NumberText.complaint(text));
  }
}
