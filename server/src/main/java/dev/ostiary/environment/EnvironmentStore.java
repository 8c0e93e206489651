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

  private static final String SETTINGS =
      """
      select name, logo_url, accent_color, test_first from environment_settings
      where environment_id = :environment
      """;

  private static final String SET_SETTINGS =
      """
      insert into environment_settings
        (environment_id, name, logo_url, accent_color, test_first)
      values (:environment, :name, :logo_url, :accent_color, :test_first)
      on conflict (environment_id) do update
      set name = excluded.name, logo_url = excluded.logo_url,
        accent_color = excluded.accent_color, test_first = excluded.test_first
      """;

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

  Optional<EnvironmentSettings> settings(Tx tx, EnvironmentId id) {
    return tx.sql(SETTINGS)
        .bind("environment", id)
        .find(row ->
            new EnvironmentSettings(
                new Branding(
                    row.text("name"),
                    row.text("logo_url"),
                    new AccentColor(row.integer("accent_color"))),
                row.flag("test_first")));
  }

  void setSettings(Tx tx, EnvironmentId id, EnvironmentSettings settings) {
    Branding branding = settings.branding();
    tx.sql(SET_SETTINGS)
        .bind("environment", id)
        .bind("name", branding.name())
        .bind("logo_url", branding.logoUrl())
        .bind("accent_color", branding.accent().rgb())
        .bind("test_first", settings.testFirst())
        .run();
  }

  private static Environment environment(Row row) {
    return new Environment(
        row.id("id", EnvironmentId::new), row.text("name"), URI.create(row.text("url")));
  }
}
