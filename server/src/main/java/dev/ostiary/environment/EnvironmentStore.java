package dev.ostiary.environment;

import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The SQL of environments.
final class EnvironmentStore {
  private static final String INSERT =
      """
      insert into environment (id, name, url, authority) values (:id, :name, :url, :authority)
      """;

  private static final String BY_ID = "select id, name, url from environment where id = :id";

  private static final String BY_AUTHORITY =
      "select id, name, url from environment where authority = :authority";

  private static final String ALL = "select id, name, url from environment order by id";

  void insert(Tx tx, Environment environment) {
    tx.sql(INSERT)
        .bind("id", environment.id())
        .bind("name", environment.name())
        .bind("url", environment.url().toString())
        .bind("authority", environment.authority())
        .run();
  }

  Optional<Environment> find(Tx tx, EnvironmentId id) {
    return tx.sql(BY_ID).bind("id", id).find(EnvironmentStore::environment);
  }

  Optional<Environment> findByAuthority(Tx tx, String authority) {
    return tx.sql(BY_AUTHORITY).bind("authority", authority).find(EnvironmentStore::environment);
  }

  List<Environment> list(Tx tx) {
    return tx.sql(ALL).list(EnvironmentStore::environment);
  }

  private static Environment environment(Row row) {
    return new Environment(
        row.id("id", EnvironmentId::new), row.text("name"), URI.create(row.text("url")));
  }
}
