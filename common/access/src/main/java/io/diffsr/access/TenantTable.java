package io.diffsr.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The tenants in PostgreSQL. */
public final class TenantTable {
  private final DataSource database;

  public TenantTable(DataSource database) {
    this.database = database;
  }

  /** All of them by name. */
  public List<Tenant> list() {
    String sql = "select name, weight, created_at from tenant order by name";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<Tenant> tenants = new ArrayList<>();
      while (rows.next()) {
        tenants.add(tenant(rows));
      }
      return tenants;
    } catch (SQLException e) {
      throw new AccessDataException(e);
    }
  }

  /** Sets a tenant's weight; makes the tenant where it is new. */
  public Tenant put(String name, double weight) {
    String sql =
        "insert into tenant (name, weight) values (?, ?)"
            + " on conflict (name) do update set weight = excluded.weight"
            + " returning name, weight, created_at";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.setDouble(2, weight);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return tenant(rows);
      }
    } catch (SQLException e) {
      throw new AccessDataException(e);
    }
  }

  private static Tenant tenant(ResultSet row) throws SQLException {
    return new Tenant(
        row.getString("name"), row.getDouble("weight"), row.getTimestamp("created_at").toInstant());
  }
}
