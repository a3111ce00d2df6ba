package io.diffsr.access;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The keys in PostgreSQL. Times are the database's, so that all gateways agree. */
public final class ApiKeyTable {
  private static final String COLUMNS =
      "id, tenant, name, scopes, created_at, expires_at, last_used_at, revoked_at";

  private static final Logger LOG = System.getLogger(ApiKeyTable.class.getName());

  private final DataSource database;
  private final SecureRandom random = new SecureRandom();

  public ApiKeyTable(DataSource database) {
    this.database = database;
  }

  /** A key with the text that is shown once. */
  public record Created(ApiKey key, KeyText text) {}

  /**
   * Makes a key, and its tenant where it is new.
   *
   * @param tenant matches {@link ApiKey#TENANT_PATTERN}
   * @param expiresAt or null for none
   * @throws AccessDataException when the database does not do it
   */
  public Created create(
      String tenant, String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
    KeyText text = KeyText.generate(random);
    String sql =
        "with t as (insert into tenant (name) values (?) on conflict do nothing)"
            + " insert into api_key (id, tenant, name, secret_sha256, scopes, expires_at)"
            + " values (?, ?, ?, ?, ?, ?) returning "
            + COLUMNS;
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, tenant);
      statement.setString(2, text.id());
      statement.setString(3, tenant);
      statement.setString(4, name);
      statement.setBytes(5, text.digest());
      statement.setArray(
          6, connection.createArrayOf("text", scopes.stream().map(Scope::text).toArray()));
      statement.setTimestamp(7, expiresAt == null ? null : Timestamp.from(expiresAt));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return new Created(key(rows), text);
      }
    } catch (SQLException e) {
      throw new AccessDataException(e);
    }
  }

  /** All keys, newest first, those that are revoked or expired among them. */
  public List<ApiKey> list() {
    String sql = "select " + COLUMNS + " from api_key order by created_at desc, id";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<ApiKey> keys = new ArrayList<>();
      while (rows.next()) {
        keys.add(key(rows));
      }
      return keys;
    } catch (SQLException e) {
      throw new AccessDataException(e);
    }
  }

  /** Refuses a key from now on; twice is as once. Empty where there is no such key. */
  public Optional<ApiKey> revoke(String id) {
    String sql =
        "update api_key set revoked_at = coalesce(revoked_at, clock_timestamp()) where id = ?"
            + " returning "
            + COLUMNS;
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(key(rows)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new AccessDataException(e);
    }
  }

  /** The key that a text is, where it is good now. */
  public Optional<ApiKey> authenticate(KeyText text) {
    String sql =
        "select "
            + COLUMNS
            + ", secret_sha256,"
            + " last_used_at is null or last_used_at < clock_timestamp() - interval '1 minute'"
            + " from api_key where id = ? and revoked_at is null"
            + " and (expires_at is null or expires_at > clock_timestamp())";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, text.id());
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next() || !text.has(rows.getBytes(9))) {
          return Optional.empty();
        }
        if (rows.getBoolean(10)) {
          noteUse(connection, text.id());
        }
        return Optional.of(key(rows));
      }
    } catch (SQLException e) {
      throw new AccessDataException(e);
    }
  }

  /** Whether a key is neither revoked nor expired. */
  public boolean isGood(String id) {
    String sql =
        "select exists (select 1 from api_key where id = ? and revoked_at is null"
            + " and (expires_at is null or expires_at > clock_timestamp()))";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    } catch (SQLException e) {
      throw new AccessDataException(e);
    }
  }

  /**
   * Makes the key that an operator has chosen, where it is not there yet.
   *
   * @param text at least as hard to guess as one that is made here
   */
  public void ensure(KeyText text, String tenant, String name, Set<Scope> scopes) {
    String sql =
        "with t as (insert into tenant (name) values (?) on conflict do nothing)"
            + " insert into api_key (id, tenant, name, secret_sha256, scopes)"
            + " values (?, ?, ?, ?, ?) on conflict (id) do nothing";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, tenant);
      statement.setString(2, text.id());
      statement.setString(3, tenant);
      statement.setString(4, name);
      statement.setBytes(5, text.digest());
      statement.setArray(
          6, connection.createArrayOf("text", scopes.stream().map(Scope::text).toArray()));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new AccessDataException(e);
    }
  }

  /** To the minute, so that reading does not write each time; nobody waits for another's lock. */
  private static void noteUse(Connection connection, String id) {
    String sql =
        "update api_key set last_used_at = clock_timestamp() where id ="
            + " (select id from api_key where id = ? for update skip locked)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      statement.executeUpdate();
    } catch (SQLException e) {
      // Nobody is kept out because a disk is full.
      LOG.log(Level.DEBUG, "the use of key {0} is not noted: {1}", id, e.getMessage());
    }
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    Array stored = row.getArray("scopes");
    for (Object text : (Object[]) stored.getArray()) {
      // One that a newer version knows gives nothing here.
      Scope.of(String.valueOf(text)).ifPresent(scopes::add);
    }
    return new ApiKey(
        row.getString("id"),
        row.getString("tenant"),
        row.getString("name"),
        scopes,
        row.getTimestamp("created_at").toInstant(),
        instant(row, "expires_at"),
        instant(row, "last_used_at"),
        instant(row, "revoked_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }
}
