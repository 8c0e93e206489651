package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.RowsRead;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How much is read to find a few among 20 000 records of sign-ins, one a minute: the ten oldest
/// are another client's, another person's, another connection's, and failed.
class ListReadsTest {
  private static final int PAGE = 30;
  private static final int FEW = 3 * PAGE;
  private static final int RARE = 10;

  /// Sixty times a hundred ticks: a minute's distance between ids.
  private static final String LOGINS =
      """
      insert into login
        (environment_id, id, purpose, status, client_id, connection_id, connection_type,
         connection_provider, organization_id, email, steps, error, error_description, create_time,
         expire_time, delete_time)
      select :environment, n * 6000 << 24, 'APP', case when n <= 10 then 'FAILURE' else 'SUCCESS' end,
        case when n <= 10 then 1 else 2 end, case when n <= 10 then 1 else 2 end, 'OIDC', 'OKTA', 1,
        case when n <= 10 then 'ada@example.com' else 'bob@example.com' end, '[]',
        case when n <= 10 then 'access_denied' end, case when n <= 10 then 'no' end,
        timestamptz '2024-01-01T00:00:00Z' + n * interval '1 minute', now(), now()
      from generate_series(1::bigint, 20000) as n
      """;

  private static Database database;
  private static EnvironmentId environment;
  private static LoginRecords records;

  @BeforeAll
  static void fill() {
    database = TestDatabase.fresh();
    SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
    IdSource ids = new IdSource(clock, 1);
    records = new LoginRecords(database, clock);
    environment =
        new Environments(database, ids).create("One", URI.create("https://one.example.com")).id();
    database.run(tx -> tx.sql(LOGINS).bind("environment", environment).run());
    database.run(tx -> tx.sql("analyze login").run());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Stream<LoginFilter> filters() {
    return Stream.of(
        new LoginFilter("ada@example.com", List.of(), null, null, null, null),
        new LoginFilter(null, List.of(LoginStatus.FAILURE), null, null, null, null),
        new LoginFilter(
            null, List.of(LoginStatus.FAILURE, LoginStatus.PENDING), null, null, null, null),
        new LoginFilter(null, List.of(), null, IdSource.EPOCH.plusSeconds(11 * 60), null, null),
        new LoginFilter(null, List.of(), null, null, new ClientId(1), null),
        LoginFilter.of(new ConnectionId(1)));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void whatIsRareIsFoundWithoutAWalkThroughTheRest(LoginFilter filter) {
    RowsRead.atMost(
        FEW,
        database,
        () ->
            assertThat(records.list(environment, filter, Page.Request.of(PAGE, "")))
                .satisfies(page -> assertThat(page.items()).hasSize(RARE))
                .satisfies(page -> assertThat(page.total()).isEqualTo(RARE)));
  }

  @Test
  void aTimeIsFoundWhereverItLies() {
    LoginFilter hour =
        new LoginFilter(
            null,
            List.of(),
            IdSource.EPOCH.plusSeconds(9_000 * 60),
            IdSource.EPOCH.plusSeconds(9_010 * 60),
            null,
            null);

    RowsRead.atMost(
        FEW,
        database,
        () ->
            assertThat(records.list(environment, hour, Page.Request.of(PAGE, "")).items())
                .hasSize(10));
  }

  @ParameterizedTest
  @MethodSource("frequent")
  void whatIsFrequentFillsItsPageFromTheNewest(LoginFilter filter) {
    for (Long edge : new Long[] {null, 9_000L * 6_000 << 24}) {
      Page.Request request = new Page.Request(PAGE, edge, false, false);
      RowsRead.atMost(FEW, database, () -> records.list(environment, filter, request));
    }
    RowsRead.atMost(
        PageSql.COUNT_LIMIT + FEW,
        database,
        () -> records.list(environment, filter, Page.Request.of(PAGE, "")));
  }

  private static Stream<LoginFilter> frequent() {
    return Stream.of(
        LoginFilter.ALL,
        new LoginFilter(null, List.of(LoginStatus.SUCCESS), null, null, null, null),
        new LoginFilter(null, List.of(), null, null, new ClientId(2), null));
  }
}
