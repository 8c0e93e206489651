package dev.ostiary.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.environment.Environments;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.RowsRead;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How much is read to answer a list among 20 000 organizations, one of which has 20 000 tokens and
/// every one a few domains.
class ListReadsTest {
  private static final int PAGE = 30;

  /// A page, one more, and what an organization itself takes.
  private static final int FEW = 3 * PAGE;

  private static final OrganizationId BUSY = new OrganizationId(10_000);

  private static final String ORGANIZATIONS =
      """
      insert into organization
        (environment_id, id, display_name, region, metadata, features, update_time)
      select :environment, n, 'Acme', 'US', '{}', '[]', now()
      from generate_series(1, 20000) as n
      """;

  private static final String DOMAINS =
      """
      insert into domain
        (environment_id, id, organization_id, name, type, status, method, secret, update_time)
      select :environment, n, 1 + n % 20000, n || '.example.com', 'ORGANIZATION_DOMAIN', 'VERIFIED',
        'ADMIN', '', now()
      from generate_series(1, 40000) as n
      """;

  private static final String TOKENS =
      """
      insert into api_token
        (environment_id, id, organization_id, hash, user_id, claims, suffix, expire_time)
      select :environment, n, 10000, sha256(n::text::bytea),
        case when n <= 10 then 'rare' else 'common' end, '{}', '',
        case when n > 20000 then timestamptz '2025-10-14T08:00:00Z' end
      from generate_series(1, 30000) as n
      """;

  private static Database database;
  private static EnvironmentId environment;
  private static Organizations organizations;
  private static Domains domains;
  private static ApiTokens tokens;

  @BeforeAll
  static void fill() {
    database = TestDatabase.fresh();
    SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
    IdSource ids = new IdSource(clock, 1);
    RandomText random = new RandomText(new SecureRandom());
    LogWriter writer = new LogWriter(new EventLog(database, new LogTail(database)), ids, clock);
    organizations = new Organizations(database, writer, ids);
    domains = new Domains(database, writer, organizations, ids, random, TxtLookup.system());
    tokens = new ApiTokens(database, organizations, ids, clock, random);
    environment =
        new Environments(database, ids).create("One", URI.create("https://one.example.com")).id();
    database.run(tx -> {
      tx.sql(ORGANIZATIONS).bind("environment", environment).run();
      tx.sql(DOMAINS).bind("environment", environment).run();
      tx.sql(TOKENS).bind("environment", environment).run();
    });
    database.run(tx -> tx.sql("analyze organization, domain, api_token").run());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPageOfOrganizationsIsReadAloneWhereverItIs(boolean newer) {
    RowsRead.atMost(
        FEW, database, () -> organizations.list(environment, Page.Request.of(PAGE, "")));
    RowsRead.atMost(
        FEW,
        database,
        () -> organizations.list(environment, new Page.Request(PAGE, 10_000L, newer, true)));
  }

  @Test
  void soAreTheDomainsOfAnOrganization() {
    RowsRead.atMost(FEW, database, () -> domains.list(environment, BUSY));
  }

  /// What has expired goes with the next token that is made; only the first reader after that
  /// passes by where it was.
  @Test
  void soAreItsTokensAndThoseOfOneUser() {
    tokens.create(environment, BUSY, new NewToken(null, Map.of(), null, null));
    tokens.list(environment, BUSY, null, Page.Request.of(PAGE, ""));

    for (String user : new String[] {null, "common", "rare"}) {
      for (Long edge : new Long[] {null, 15_000L}) {
        Page.Request request = new Page.Request(PAGE, edge, false, false);
        RowsRead.atMost(FEW, database, () -> tokens.list(environment, BUSY, user, request));
      }
    }
    Page.Request counted = Page.Request.of(PAGE, "");
    RowsRead.atMost(
        PageSql.COUNT_LIMIT + FEW, database, () -> tokens.list(environment, BUSY, null, counted));
    assertThat(tokens.list(environment, BUSY, null, counted).total())
        .isEqualTo(PageSql.COUNT_LIMIT);
  }
}
