package dev.ostiary.login;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The SQL of records that are looked at.
final class LoginRecordStore {
  private static final String FILTER =
      """
      from login l
      where l.environment_id = :environment and l.status = any(:statuses)
        and (cast(:email as text) is null or l.email = :email)
        and (cast(:from as timestamptz) is null or l.create_time >= :from)
        and (cast(:until as timestamptz) is null or l.create_time < :until)
        and (cast(:client as bigint) is null or l.client_id = :client)
        and (cast(:connection as bigint) is null or l.connection_id = :connection)
      """;

  private static final PageSql PAGE = PageSql.of("select " + LoginStore.COLUMNS + FILTER, "l.id");

  private static final String COUNT =
      "select count(*) as count from (select 1 " + FILTER + " limit :limit) as counted";

  private static final String TESTS =
      "select "
          + LoginStore.COLUMNS
          + """
          from login l
          where l.environment_id = :environment and l.connection_id = :connection
            and l.purpose = 'TEST' and l.connection_revision = :revision
          order by l.id desc
          limit 20
          """;

  private static final String LAST_SUCCESSES =
      """
      select wanted.organization, last.create_time
      from unnest(:organizations) as wanted (organization)
      cross join lateral (
        select create_time from login
        where environment_id = :environment and organization_id = wanted.organization
          and status = 'SUCCESS' and purpose <> 'TEST'
        order by id desc
        limit 1
      ) last
      """;

  /// In portions, so that nobody waits for a long one.
  private static final String DELETE =
      """
      delete from login where ctid in (
        select ctid from login where delete_time <= :now
        limit :limit
        for update skip locked
      )
      """;

  List<Login> page(Tx tx, EnvironmentId environment, LoginFilter filter, Page.Request request) {
    return bind(PAGE.of(tx, request), environment, filter).list(LoginStore::login);
  }

  long count(Tx tx, EnvironmentId environment, LoginFilter filter, int limit) {
    return bind(tx.sql(COUNT), environment, filter)
        .bind("limit", limit)
        .one(row -> row.number("count"));
  }

  List<Login> tests(Tx tx, EnvironmentId environment, ConnectionId connection, long revision) {
    return tx.sql(TESTS)
        .bind("environment", environment)
        .bind("connection", connection)
        .bind("revision", revision)
        .list(LoginStore::login);
  }

  Map<OrganizationId, Instant> lastSuccesses(
      Tx tx, EnvironmentId environment, long[] organizations) {
    Map<OrganizationId, Instant> last = new HashMap<>();
    tx.sql(LAST_SUCCESSES)
        .bind("environment", environment)
        .bindArray("organizations", "bigint", organizations)
        .list(row ->
            last.put(row.id("organization", OrganizationId::new), row.instant("create_time")));
    return last;
  }

  private static Sql bind(Sql sql, EnvironmentId environment, LoginFilter filter) {
    return sql.bind("environment", environment)
        .bindArray(
            "statuses", "text", filter.statuses().stream().map(Enum::name).toArray(String[]::new))
        .bind("email", filter.email())
        .bind("from", filter.from())
        .bind("until", filter.until())
        .bind("client", filter.client())
        .bind("connection", filter.connection());
  }

  int deleteOld(Tx tx, Instant now, int limit) {
    return tx.sql(DELETE).bind("now", now).bind("limit", limit).run();
  }
}
