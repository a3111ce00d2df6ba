package io.diffsr.request;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains how a number is written that was written as people write it. */
public final class NumberText {
  private static final Pattern NUMBER =
      Pattern.compile(
          "[x×]?\\s*([0-9]{1,9}(?:[.,][0-9]{1,9})?)\\s*([x×%]?)", Pattern.CASE_INSENSITIVE);

  private static final String NO_NUMBER = "must be a number";

  private NumberText() {}

  /** What is wrong with a text that should be a number, and how to write it if that can be seen. */
  public static String complaint(String text) {
    Matcher matcher = NUMBER.matcher(text.strip());
    if (!matcher.matches()) {
      return NO_NUMBER;
    }
    BigDecimal number = new BigDecimal(matcher.group(1).replace(',', '.'));
    if (matcher.group(2).equals("%")) {
      number = number.movePointLeft(2);
    }
    String plain = number.stripTrailingZeros().toPlainString();
    return text.strip().equals(plain) ? NO_NUMBER : "must be a plain number: write " + plain;
  }
}
