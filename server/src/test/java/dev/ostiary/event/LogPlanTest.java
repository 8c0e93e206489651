package dev.ostiary.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.testing.TestDatabase;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How PostgreSQL reads a long log of which it has no statistics yet.
class LogPlanTest {
  private static final String EVENTS =
      """
      insert into event (environment_id, id, stream_id, sequence, type, occurred_at, payload, detail)
      select 7, n, 1 + n % 3, n, 'organization.created', now(), repeat('x', 900)::bytea, ''
      from generate_series(1, 40000) as n
      """;

  private static Database database;

  @BeforeAll
  static void fill() {
    database = TestDatabase.fresh();
    database.run(tx -> tx.sql(EVENTS).run());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static List<String> plan(String sql, int limit, UnaryOperator<Sql> bind) {
    return database.transact(tx ->
        bind.apply(tx.sql("explain " + sql).bind("environment", 7L).bind("limit", limit))
            .list(row -> row.text("QUERY PLAN")));
  }

  @Test
  void aPageWalksTheIndexInsteadOfSortingTheBacklog() {
    assertThat(plan(EventStore.PAGE, 500, sql -> sql.bind("after", 100L).bind("up_to", 1_000_000L)))
        .anyMatch(line -> line.contains("Index Scan using event_pkey"))
        .noneMatch(line -> line.contains("Sort"));
  }

  @Test
  void soDoesAPageOfOneStream() {
    assertThat(plan(EventStore.LANE, 100, sql -> sql.bind("stream", 1L).bind("after", 100L)))
        .anyMatch(line -> line.contains("Index Scan using event_organization_id_sequence_key"))
        .noneMatch(line -> line.contains("Sort"));
  }
}
