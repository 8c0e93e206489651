package dev.ostiary.login;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The SQL of records that are looked at.
final class LoginRecordStore {
  /// A record's id is drawn when the record is begun, up to a busy second or a clock that was set
  /// back a little: by their ids, records of a time are found without a walk through all others.
  private static final Duration SLACK = Duration.ofMinutes(1);

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

  Page<Login> page(Tx tx, EnvironmentId environment, LoginFilter filter, Page.Request request) {
    return PageSql.of("select " + LoginStore.COLUMNS + matching(filter), "l.id")
        .read(
            tx,
            request,
            sql -> bind(sql, environment, filter),
            LoginStore::login,
            login -> login.id().number());
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

  /// Says nothing of what is not asked for, so that the planner sees which index serves.
  private static String matching(LoginFilter filter) {
    StringBuilder sql = new StringBuilder("from login l where l.environment_id = :environment");
    if (filter.email() != null) {
      sql.append(" and l.email = :email");
    }
    if (filter.isOfSomeStatuses()) {
      sql.append(" and l.status = any(:statuses)");
    }
    if (filter.from() != null) {
      sql.append(" and l.id >= :first and l.create_time >= :from");
    }
    if (filter.until() != null) {
      sql.append(" and l.id < :end and l.create_time < :until");
    }
    if (filter.client() != null) {
      sql.append(" and l.client_id = :client");
    }
    if (filter.connection() != null) {
      sql.append(" and l.connection_id = :connection");
    }
    return sql.toString();
  }

  private static Sql bind(Sql sql, EnvironmentId environment, LoginFilter filter) {
    Sql bound = sql.bind("environment", environment);
    if (filter.email() != null) {
      bound = bound.bind("email", filter.email());
    }
    if (filter.isOfSomeStatuses()) {
      bound =
          bound.bindArray(
              "statuses",
              "text",
              filter.statuses().stream().map(Enum::name).toArray(String[]::new));
    }
    if (filter.from() != null) {
      bound =
          bound
              .bind("from", filter.from())
              .bind("first", IdSource.firstAt(filter.from().minus(SLACK)));
    }
    if (filter.until() != null) {
      bound =
          bound
              .bind("until", filter.until())
              .bind("end", IdSource.firstAt(filter.until().plus(SLACK)));
    }
    if (filter.client() != null) {
      bound = bound.bind("client", filter.client());
    }
    return filter.connection() == null ? bound : bound.bind("connection", filter.connection());
  }

  int deleteOld(Tx tx, Instant now, int limit) {
    return tx.sql(DELETE).bind("now", now).bind("limit", limit).run();
  }
}
