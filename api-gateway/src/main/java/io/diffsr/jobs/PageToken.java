package io.diffsr.jobs;

import io.diffsr.request.InvalidJobException;
import io.diffsr.store.JobPosition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The token of a page: where the page before it ended, as the microseconds since 1970 of the last
 * job's creation and its id.
 */
final class PageToken {
  /** So many digits that no database is asked for a time that it does not know. */
  static final String PATTERN =
      "^[0-9]{1,17}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";

  private static final Pattern TOKEN = Pattern.compile(PATTERN);

  private PageToken() {}

  static String write(JobPosition position) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, position.createdAt()) + "-" + position.id();
  }

  static JobPosition read(String token) {
    if (!TOKEN.matcher(token).matches()) {
      throw notIssued();
    }
    int dash = token.indexOf('-');
    long microseconds = Long.parseLong(token.substring(0, dash));
    return new JobPosition(
        Instant.EPOCH.plus(microseconds, ChronoUnit.MICROS),
        UUID.fromString(token.substring(dash + 1)));
  }

  private static InvalidJobException notIssued() {
    return QueryParameter.invalid("page_token", "is not one that this service has issued");
  }
}
