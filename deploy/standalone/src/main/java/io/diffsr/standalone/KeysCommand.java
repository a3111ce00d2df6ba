package io.diffsr.standalone;

import io.diffsr.access.ApiKey;
import io.diffsr.access.ApiKeyTable;
import io.diffsr.access.KeyText;
import io.diffsr.access.Scope;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** API keys by way of the database: the first one cannot be asked for over HTTP. */
@Command(
    name = "keys",
    subcommands = {KeysCommand.Create.class, KeysCommand.Listing.class, KeysCommand.Revoke.class})
final class KeysCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw wrongUse("keys create, keys list or keys revoke ID");
  }

  /** The keys of the service that is up, or of the database that the environment names. */
  private static ApiKeyTable table(ServiceOptions service) {
    DatabaseAddress address =
        new RunningService(service.dataFolder())
            .database()
            .or(() -> DatabaseAddress.of(System.getenv()))
            .orElseThrow(
                () ->
                    new DiffSrCommandException(
                        DiffSrCommand.FAILED,
                        "no service is up on %s: start it, or set QUARKUS_DATASOURCE_JDBC_URL"
                            .formatted(service.dataFolder())));
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(address.url());
    database.setUser(address.username());
    database.setPassword(address.password());
    return new ApiKeyTable(database);
  }

  private static DiffSrCommandException wrongUse(String message) {
    return new DiffSrCommandException(DiffSrCommand.WRONG_USE, message);
  }

  /** Makes one. */
  @Command(name = "create")
  static final class Create implements Callable<Integer> {
    private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,4})d");

    @Option(names = "--tenant", required = true)
    String tenant = "";

    @Option(names = "--scopes", defaultValue = "jobs:read,jobs:write")
    String scopes = "";

    @Option(names = "--name", defaultValue = "")
    String name = "";

    @Option(names = "--expires-in")
    Optional<String> expiresIn = Optional.empty();

    @Mixin ServiceOptions service;

    @Override
    public Integer call() {
      if (!ApiKey.isTenant(tenant)) {
        throw wrongUse("--tenant must be a-z, 0-9 and -, at most 63, and start with no -");
      }
      if (name.length() > ApiKey.LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
        throw wrongUse(
            "--name may have %d characters, none of them a control character"
                .formatted(ApiKey.LONGEST_NAME));
      }
      Instant expiresAt = expiresIn.map(Create::expiry).orElse(null);
      ApiKeyTable.Created created = table(service).create(tenant, name, scopes(), expiresAt);
      System.err.printf(
          "Key %s for tenant %s: shown once, and not kept anywhere.%n", created.key().id(), tenant);
      System.out.println(created.text().reveal());
      return DiffSrCommand.OK;
    }

    private Set<Scope> scopes() {
      try {
        return Scope.read(scopes);
      } catch (IllegalArgumentException e) {
        throw wrongUse("--" + e.getMessage());
      }
    }

    /** In days, or as ISO 8601 has it. */
    private static Instant expiry(String text) {
      Matcher days = DAYS.matcher(text);
      try {
        Duration length =
            days.matches()
                ? Duration.ofDays(Long.parseLong(days.group(1)))
                : Duration.parse(text.toUpperCase(Locale.ROOT));
        if (length.isNegative() || length.isZero()) {
          throw wrongUse("--expires-in must be more than nothing");
        }
        return Instant.now().plus(length).truncatedTo(ChronoUnit.SECONDS);
      } catch (DateTimeParseException | ArithmeticException e) {
        throw wrongUse("--expires-in must be days such as 90d, or a duration such as PT12H");
      }
    }
  }

  /** Lists all. */
  @Command(name = "list")
  static final class Listing implements Callable<Integer> {
    @Mixin ServiceOptions service;

    @Override
    public Integer call() {
      List<ApiKey> keys = table(service).list();
      PrintStream out = System.out;
      String format = "%-12s  %-16s  %-28s  %-20s  %-20s  %s%n";
      out.printf(format, "ID", "TENANT", "SCOPES", "LAST USED", "STATE", "NAME");
      for (ApiKey key : keys) {
        out.printf(
            format,
            key.id(),
            key.tenant(),
            String.join(",", key.scopes().stream().map(Scope::text).sorted().toList()),
            time(key.lastUsedAt(), "never"),
            state(key),
            key.name());
      }
      return DiffSrCommand.OK;
    }

    private static String state(ApiKey key) {
      Instant expiry = key.expiresAt();
      if (key.revokedAt() != null) {
        return "revoked";
      }
      if (expiry == null) {
        return "good";
      }
      return expiry.isBefore(Instant.now()) ? "expired" : "until " + time(expiry, "");
    }

    private static String time(@Nullable Instant time, String otherwise) {
      return time == null
          ? otherwise
          : time.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    }
  }

  /** Refuses one from now on. */
  @Command(name = "revoke")
  static final class Revoke implements Callable<Integer> {
    @Parameters(paramLabel = "ID")
    String id = "";

    @Mixin ServiceOptions service;

    @Override
    public Integer call() {
      String known = KeyText.idOf(id);
      ApiKey key =
          table(service)
              .revoke(known)
              .orElseThrow(
                  () ->
                      new DiffSrCommandException(DiffSrCommand.FAILED, "there is no key " + known));
      System.err.printf("Key %s of tenant %s is refused from now on.%n", known, key.tenant());
      return DiffSrCommand.OK;
    }
  }
}
