package dev.ostiary.connection;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import java.util.List;

/// The SQL of searching connections: finds the ids, page by page.
final class ConnectionSearch {
  /// An answer is about its items; nobody waits for a count that goes on into the millions.
  private static final int COUNT_LIMIT = 10_000;

  private static final String OF_ENVIRONMENT =
      """
      from connection c
      where c.environment_id = :environment
      """;

  private static final String WITH_WORDS =
      """
      and c.organization_id in (
        select o.id from organization o
        where o.environment_id = :environment and o.search @@ search_query(:text))
      """;

  List<ConnectionId> page(
      Tx tx, EnvironmentId environment, ConnectionFilter filter, Page.Request request) {
    return bind(tx.sql(pageSql(filter, request.newer())), environment, filter)
        .bind("boundary", request.boundary())
        .bind("limit", request.fetchSize())
        .list(row -> row.id("id", ConnectionId::new));
  }

  long count(Tx tx, EnvironmentId environment, ConnectionFilter filter) {
    return bind(tx.sql(countSql(filter)), environment, filter)
        .bind("limit", COUNT_LIMIT)
        .one(row -> row.number("count"));
  }

  static String pageSql(ConnectionFilter filter, boolean newer) {
    String side = newer ? "> :boundary order by c.id" : "< :boundary order by c.id desc";
    return "select c.id " + matching(filter) + " and c.id " + side + " limit :limit";
  }

  static String countSql(ConnectionFilter filter) {
    return "select count(*) as count from (select 1 " + matching(filter) + " limit :limit) as few";
  }

  /// Says nothing of what is not asked for, so that the planner sees which index serves.
  private static String matching(ConnectionFilter filter) {
    StringBuilder sql = new StringBuilder(OF_ENVIRONMENT);
    if (filter.provider() != null) {
      sql.append(" and c.provider = :provider");
    }
    if (filter.status() != null) {
      sql.append(" and c.status = :status");
    }
    if (filter.type() != null) {
      sql.append(" and c.type = :type");
    }
    if (filter.enabled() != null) {
      sql.append(" and c.enabled = :enabled");
    }
    if (filter.text() != null) {
      sql.append(' ').append(WITH_WORDS);
    }
    return sql.toString();
  }

  static Sql bind(Sql sql, EnvironmentId environment, ConnectionFilter filter) {
    Sql bound = sql.bind("environment", environment);
    if (filter.provider() != null) {
      bound = bound.bind("provider", filter.provider().name());
    }
    if (filter.status() != null) {
      bound = bound.bind("status", filter.status().name());
    }
    if (filter.type() != null) {
      bound = bound.bind("type", filter.type().name());
    }
    if (filter.enabled() != null) {
      bound = bound.bind("enabled", filter.enabled().booleanValue());
    }
    return filter.text() == null ? bound : bound.bind("text", filter.text());
  }
}
