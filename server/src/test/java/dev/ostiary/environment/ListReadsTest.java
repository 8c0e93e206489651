package dev.ostiary.environment;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.RowsRead;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How much is read to answer a list among 20 000 clients of an environment, and as many of one of
/// its organizations.
class ListReadsTest {
  private static final int PAGE = 30;
  private static final int FEW = 2 * PAGE;
  private static final OrganizationId BUSY = new OrganizationId(1);

  private static final String CLIENTS =
      """
      insert into api_client
        (environment_id, id, name, type, post_login_uris, post_logout_redirect_uris,
         back_channel_logout_uris, grant_types, enforce_pkce, api_access, access_token_seconds,
         scopes, custom_claims, update_time)
      select :environment, n, 'app', 'WEB', '{}', '{}', '{}', '{}', true, true, 3600, '{}', '{}',
        now()
      from generate_series(1, 20000) as n
      """;

  private static final String ORGANIZATION =
      """
      insert into organization
        (environment_id, id, display_name, region, metadata, features, update_time)
      values (:environment, 1, 'Acme', 'US', '{}', '[]', now())
      """;

  private static final String MACHINES =
      """
      insert into organization_client
        (environment_id, id, organization_id, name, description, scopes, audience, custom_claims,
         token_seconds, update_time)
      select :environment, n, 1, 'machine', '', '{}', '{}', '{}', 3600, now()
      from generate_series(1, 20000) as n
      """;

  private static Database database;
  private static EnvironmentId environment;
  private static ApiClients clients;
  private static OrganizationClients machines;

  @BeforeAll
  static void fill() {
    database = TestDatabase.fresh();
    SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
    IdSource ids = new IdSource(clock, 1);
    RandomText random = new RandomText(new SecureRandom());
    clients = new ApiClients(database, ids, clock, random);
    machines = new OrganizationClients(database, ids, clock, random);
    environment =
        new Environments(database, ids).create("One", URI.create("https://one.example.com")).id();
    database.run(tx -> {
      for (String sql : List.of(CLIENTS, ORGANIZATION, MACHINES)) {
        tx.sql(sql).bind("environment", environment).run();
      }
    });
    database.run(tx -> tx.sql("analyze api_client, organization_client").run());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Page.Request from(@Nullable Long edge, boolean newer) {
    return new Page.Request(PAGE, edge, newer, false);
  }

  @Test
  void aPageOfClientsIsReadAloneWhereverItIs() {
    RowsRead.atMost(FEW, database, () -> clients.list(environment, Set.of(), from(null, false)));
    RowsRead.atMost(FEW, database, () -> clients.list(environment, Set.of(), from(9_000L, false)));
    RowsRead.atMost(FEW, database, () -> clients.list(environment, Set.of(), from(9_000L, true)));
  }

  @Test
  void soIsOneOfAnOrganizationsClients() {
    RowsRead.atMost(FEW, database, () -> machines.list(environment, BUSY, from(null, false)));
    RowsRead.atMost(FEW, database, () -> machines.list(environment, BUSY, from(9_000L, false)));
    RowsRead.atMost(FEW, database, () -> machines.list(environment, BUSY, from(9_000L, true)));
  }

  @Test
  void theyAreCountedOnlySoFar() {
    Page.Request counted = Page.Request.of(PAGE, "");

    RowsRead.atMost(
        PageSql.COUNT_LIMIT + FEW, database, () -> clients.list(environment, Set.of(), counted));
    RowsRead.atMost(
        PageSql.COUNT_LIMIT + FEW, database, () -> machines.list(environment, BUSY, counted));
  }

  @Test
  void thoseThatAreNamedAreReadAlone() {
    RowsRead.atMost(
        FEW,
        database,
        () -> clients.named(environment, List.of(new ClientId(7), new ClientId(19_000))));
  }
}
