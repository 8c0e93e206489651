package dev.ostiary.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.environment.Environments;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Searching among many organizations: names 1 to 20 000, every thousandth of which is rare.
class OrganizationSearchTest {
  private static final String MANY =
      """
      insert into organization
        (environment_id, id, display_name, region, metadata, features, update_time)
      select :environment, n, 'Frequent ' || case when n % 1000 = 0 then 'rare' || n else 'x' end,
        'US', '{}', '[]', now()
      from generate_series(1, 20000) as n
      """;

  private static Database database;
  private static Organizations organizations;
  private static EnvironmentId environment;

  @BeforeAll
  static void fill() {
    database = TestDatabase.fresh();
    SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
    IdSource ids = new IdSource(clock, 1);
    EventLog log = new EventLog(database, new LogTail(database));
    organizations = new Organizations(database, new LogWriter(log, ids, clock), ids);
    environment =
        new Environments(database, ids).create("One", URI.create("https://one.example.com")).id();
    database.run(tx -> tx.sql(MANY).bind("environment", environment).run());
    database.run(tx -> tx.sql("analyze organization").run());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void aRareWordIsFoundWhereverItIs() {
    Page<Organization> first = search("RARE", 15, "");
    Page<Organization> second = search("rare", 15, first.next());

    assertThat(numbers(first)).hasSize(15).startsWith(20000L, 19000L).endsWith(6000L);
    assertThat(numbers(second)).containsExactly(5000L, 4000L, 3000L, 2000L, 1000L);
    assertThat(first.total()).isEqualTo(20);
    assertThat(numbers(search("rare", 15, second.previous()))).isEqualTo(numbers(first));
    assertThat(numbers(search("rare7000", 15, ""))).containsExactly(7000L);
  }

  @Test
  void aFrequentWordFillsItsPageFromTheNewest() {
    Page<Organization> first = search("frequ", 10, "");

    assertThat(numbers(first)).hasSize(10).startsWith(20000L).endsWith(19991L);
    assertThat(numbers(search("frequ", 10, first.next()))).startsWith(19990L);
    assertThat(first.total()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void theIndexFindsARareWord() {
    List<String> plan =
        database.transact(tx -> {
          // So few rows fit into so few pages that reading them all would be cheaper still.
          tx.sql("set local enable_seqscan = off").run();
          return tx.sql(
                  """
                  explain select id from organization
                  where environment_id = :environment and search @@ search_query('rare7')
                  """)
              .bind("environment", environment)
              .list(row -> row.text("QUERY PLAN"));
        });

    assertThat(plan).anyMatch(line -> line.contains("organization_search"));
  }

  private static Page<Organization> search(String text, int size, String token) {
    return organizations.search(environment, text, Page.Request.of(size, token));
  }

  private static List<Long> numbers(Page<Organization> page) {
    return page.items().stream().map(organization -> organization.id().number()).toList();
  }
}
