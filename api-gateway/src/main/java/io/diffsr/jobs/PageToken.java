package io.diffsr.jobs;

import static io.diffsr.problem.UnprocessableContent.UNPROCESSABLE_CONTENT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.diffsr.problem.ProblemException;
import io.diffsr.store.JobPosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** The opaque token of a page: where the page before it ended. */
final class PageToken {
  /** No job is as young, and not every database knows a later time. */
  private static final Instant END_OF_TIMES = Instant.parse("+10000-01-01T00:00:00Z");

  private PageToken() {}

  static String write(JobPosition position) {
    String text = position.createdAt() + " " + position.id();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  static JobPosition read(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
      int space = text.indexOf(' ');
      JobPosition position =
          new JobPosition(
              Instant.parse(text.substring(0, Math.max(space, 0))),
              UUID.fromString(text.substring(space + 1)));
      if (position.createdAt().isAfter(Instant.EPOCH)
          && position.createdAt().isBefore(END_OF_TIMES)) {
        return position;
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw notIssued();
    }
    throw notIssued();
  }

  private static ProblemException notIssued() {
    return ProblemException.of(
        UNPROCESSABLE_CONTENT,
        "invalid_request",
        "page_token is not one that this service has issued");
  }
}
