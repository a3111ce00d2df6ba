package io.diffsr.results;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file (RFC 9110, section 14).
 *
 * @param first offset of its first byte
 * @param last offset of its last byte, not before the first
 */
record ByteRange(long first, long last) {
  private static final Pattern SINGLE =
      Pattern.compile("bytes=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})");

  /** No part of the file was asked for that exists. */
  static final class UnsatisfiableException extends Exception {}

  /**
   * Reads the header {@code Range}.
   *
   * @return empty where the whole file is to be sent: without the header, and where it is malformed
   *     or asks for several parts, which a server may ignore
   * @throws UnsatisfiableException where the file is too short
   */
  static Optional<ByteRange> read(@Nullable String header, long size)
      throws UnsatisfiableException {
    Matcher single = SINGLE.matcher(header == null ? "" : header.strip());
    if (!single.matches() || (single.group(1).isEmpty() && single.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (single.group(1).isEmpty()) {
      long count = Math.min(size, Long.parseLong(single.group(2)));
      if (count == 0) {
        throw new UnsatisfiableException();
      }
      return Optional.of(new ByteRange(size - count, size - 1));
    }
    long first = Long.parseLong(single.group(1));
    long last =
        single.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(single.group(2)));
    if (first >= size) {
      throw new UnsatisfiableException();
    }
    return first > last ? Optional.empty() : Optional.of(new ByteRange(first, last));
  }

  long length() {
    return last - first + 1;
  }

  /** The header {@code Content-Range}. */
  String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(first, last, size);
  }
}
