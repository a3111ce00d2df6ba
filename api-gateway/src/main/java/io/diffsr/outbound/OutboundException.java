package io.diffsr.outbound;

import java.time.Duration;

/** A request of ours to a foreign server came to nothing. The message is one for the caller. */
public abstract sealed class OutboundException extends RuntimeException {
  OutboundException(String message) {
    super(message);
  }

  OutboundException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the same request may succeed later. */
  public abstract boolean retryable();

  /** The address is not one that this service may be sent to. */
  public static final class RefusedAddress extends OutboundException {
    public RefusedAddress(String message) {
      super(message);
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The answer is longer than the caller wants. */
  public static final class TooLarge extends OutboundException {
    TooLarge(long maxBytes) {
      super("the answer has more than %d bytes".formatted(maxBytes));
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The server answered with another status than 2xx. */
  public static final class HttpStatus extends OutboundException {
    private final int status;

    HttpStatus(int status) {
      super(
          status >= 300 && status < 400
              ? "the answer was HTTP %d, and redirects are not followed".formatted(status)
              : "the answer was HTTP %d".formatted(status));
      this.status = status;
    }

    public int status() {
      return status;
    }

    @Override
    public boolean retryable() {
      return status >= 500 || status == 429 || status == 408;
    }
  }

  /** No such host, no connection, or a connection that broke. */
  public static final class Unreachable extends OutboundException {
    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The whole exchange took too long. */
  public static final class Timeout extends OutboundException {
    Timeout(Duration limit, Throwable cause) {
      super("no answer within %d ms".formatted(limit.toMillis()), cause);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }
}
