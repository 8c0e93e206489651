package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Searching among many connections for what only the oldest ten have.
class ConnectionSearchTest {
  private static final int RARE = 10;

  private static final String ORGANIZATIONS =
      """
      insert into organization
        (environment_id, id, display_name, region, metadata, features, update_time)
      select :environment, n, case when n <= 10 then 'rare' else 'common' end,
        'US', '{}', '[]', now()
      from generate_series(1, 20000) as n
      """;

  private static final String CONNECTIONS =
      """
      insert into connection
        (environment_id, id, organization_id, type, provider, provider_key, status, enabled,
         enabled_time, debug_enabled, attribute_mapping, config, update_time, revision)
      select :environment, n, n,
        case when n <= 10 then 'SAML' else 'OIDC' end,
        case when n <= 10 then 'ADFS' else 'OKTA' end,
        'key', case when n > 10 and n <= 20 then 'DRAFT' else 'COMPLETED' end, n <= 10,
        case when n <= 10 then now() end, false, '{}', '{}', now(), 1
      from generate_series(1, 20000) as n
      """;

  private static Database database;
  private static EnvironmentId environment;

  @BeforeAll
  static void fill() {
    database = TestDatabase.fresh();
    IdSource ids = new IdSource(SettableClock.at("2025-10-14T09:00:00Z"), 1);
    environment =
        new Environments(database, ids).create("One", URI.create("https://one.example.com")).id();
    database.run(tx -> tx.sql(ORGANIZATIONS).bind("environment", environment).run());
    database.run(tx -> tx.sql(CONNECTIONS).bind("environment", environment).run());
    database.run(tx -> tx.sql("analyze organization").run());
    database.run(tx -> tx.sql("analyze connection").run());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of(
            new ConnectionFilter(null, ConnectionProvider.ADFS, null, null, null),
            "connection_by_provider"),
        Arguments.of(
            new ConnectionFilter(null, null, ConnectionStatus.DRAFT, null, null),
            "connection_by_status"),
        Arguments.of(
            new ConnectionFilter(null, null, null, ConnectionType.SAML, null),
            "connection_by_type"),
        Arguments.of(new ConnectionFilter(null, null, null, null, true), "connection_by_enabled"),
        Arguments.of(
            new ConnectionFilter("rare", null, null, null, null), "connection_by_organization"),
        Arguments.of(
            new ConnectionFilter("rare", ConnectionProvider.ADFS, null, ConnectionType.SAML, true),
            "connection_by_"));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void whatIsRareIsFoundByItsIndex(ConnectionFilter filter, String index) {
    for (boolean newer : List.of(false, true)) {
      List<String> plan =
          database.transact(tx ->
              ConnectionSearch.bind(
                      tx.sql("explain " + ConnectionSearch.pageSql(filter, newer)),
                      environment,
                      filter)
                  .bind("boundary", newer ? 0 : Long.MAX_VALUE)
                  .bind("limit", 31)
                  .list(row -> row.text("QUERY PLAN")));

      assertThat(plan).anyMatch(line -> line.contains(index));
      assertThat(plan).noneMatch(line -> line.contains("Seq Scan on connection"));
    }
  }

  @ParameterizedTest
  @MethodSource("filters")
  void itIsCountedByAnIndexToo(ConnectionFilter filter, String index) {
    List<String> plan =
        database.transact(tx ->
            ConnectionSearch.bind(
                    tx.sql("explain " + ConnectionSearch.countSql(filter)), environment, filter)
                .bind("limit", 10_000)
                .list(row -> row.text("QUERY PLAN")));

    assertThat(plan).anyMatch(line -> line.contains("connection_"));
    assertThat(plan).noneMatch(line -> line.contains("Seq Scan on connection"));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void itIsFoundAllTheSame(ConnectionFilter filter, String index) {
    List<ConnectionId> found =
        database.transact(
            tx -> new ConnectionSearch().page(tx, environment, filter, Page.Request.of(30, "")));

    assertThat(found).hasSize(RARE);
    assertThat(database.<Long>transact(tx -> new ConnectionSearch().count(tx, environment, filter)))
        .isEqualTo(RARE);
  }

  @Test
  void whatIsFrequentFillsItsPageFromTheNewest() {
    ConnectionFilter filter =
        new ConnectionFilter("common", ConnectionProvider.OKTA, null, null, false);

    List<ConnectionId> found =
        database.transact(
            tx -> new ConnectionSearch().page(tx, environment, filter, Page.Request.of(10, "")));

    assertThat(found).extracting(ConnectionId::number).startsWith(20_000L, 19_999L);
  }
}
