package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.database.Database;
import dev.ostiary.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How the database knows secrets that are shown to it: by a hash of them, so that neither what it
/// holds nor how long it looks says how much of a guess was right.
class StoredSecretsTest {
  /// What the DNS shows to everybody.
  private static final String PUBLIC = "domain.secret";

  private static final String COLUMNS =
      """
      select c.table_name || '.' || c.column_name as name, coalesce(string_agg(k.check_clause, ' '), '')
        as checks
      from information_schema.columns c
      left join (information_schema.constraint_column_usage u
        join information_schema.check_constraints k using (constraint_name))
        on u.table_name = c.table_name and u.column_name = c.column_name
      where c.table_schema = 'public' and %s
      group by c.table_name, c.column_name
      order by 1
      """;

  private static Database database;

  @BeforeAll
  static void open() {
    database = TestDatabase.fresh();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private record Column(String name, String checks) {}

  private static List<Column> columns(String which) {
    return database.transact(tx ->
        tx.sql(COLUMNS.formatted(which))
            .list(row -> new Column(row.text("name"), row.text("checks"))));
  }

  @Test
  void whatIsLookedUpIsAHashOfFixedLength() {
    List<Column> hashes = columns("c.data_type = 'bytea' and c.column_name ~ '(^|_)hash$'");

    assertThat(hashes)
        .extracting(Column::name)
        .contains(
            "api_client_secret.hash",
            "api_token.hash",
            "authorization_grant.code_hash",
            "browser_session.cookie_hash",
            "operator_session.hash",
            "portal_link.hash");
    assertThat(hashes)
        .allSatisfy(column ->
            assertThat(column.checks()).as(column.name()).contains("octet_length").contains("32"));
  }

  @Test
  void noSecretIsKeptAsAText() {
    assertThat(
            columns(
                "c.data_type in ('text', 'jsonb')"
                    + " and c.column_name ~ '(secret|token|cookie|password|code|key)$'"))
        .extracting(Column::name)
        .containsExactly("connection.provider_key", PUBLIC);
  }
}
