package io.diffsr.standalone;

import java.util.Map;
import java.util.Optional;

/** Where the database is, by the names of the gateway's settings. */
record DatabaseAddress(String url, String username, String password) {
  static final String URL = "QUARKUS_DATASOURCE_JDBC_URL";
  static final String USERNAME = "QUARKUS_DATASOURCE_USERNAME";
  static final String PASSWORD = "QUARKUS_DATASOURCE_PASSWORD";

  private static final String DEFAULT = "diffsr";

  /** The database that these settings name, if they do. */
  static Optional<DatabaseAddress> of(Map<String, String> settings) {
    return Optional.ofNullable(settings.get(URL))
        .map(
            url ->
                new DatabaseAddress(
                    url,
                    settings.getOrDefault(USERNAME, DEFAULT),
                    settings.getOrDefault(PASSWORD, DEFAULT)));
  }
}
