package dev.ostiary.connection;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The SQL of searching connections: finds the ids, page by page.
final class ConnectionSearch {
  /// An answer is about its items; nobody waits for a count that goes on into the millions.
  private static final int COUNT_LIMIT = 10_000;

  private static final String MATCHING =
      """
      from connection c
      where c.environment_id = :environment
        and (cast(:provider as text) is null or c.provider = :provider)
        and (cast(:status as text) is null or c.status = :status)
        and (cast(:type as text) is null or c.type = :type)
        and (cast(:enabled as boolean) is null or c.enabled = :enabled)
        and (cast(:text as text) is null or exists (
          select 1 from organization o
          where o.environment_id = c.environment_id and o.id = c.organization_id
            and o.search @@ (
              select cast(coalesce(string_agg('''' || word || ''':*', ' & '), '') as tsquery)
              from unnest(search_words(:text)) as word)))
      """;

  private static final String OLDER =
      "select c.id " + MATCHING + " and c.id < :boundary order by c.id desc limit :limit";

  private static final String NEWER =
      "select c.id " + MATCHING + " and c.id > :boundary order by c.id limit :limit";

  private static final String COUNT =
      "select count(*) as count from (select 1 " + MATCHING + " limit :limit) as counted";

  List<ConnectionId> page(
      Tx tx, EnvironmentId environment, ConnectionFilter filter, Page.Request request) {
    return bind(tx.sql(request.newer() ? NEWER : OLDER), environment, filter)
        .bind("boundary", request.boundary())
        .bind("limit", request.fetchSize())
        .list(row -> row.id("id", ConnectionId::new));
  }

  long count(Tx tx, EnvironmentId environment, ConnectionFilter filter) {
    return bind(tx.sql(COUNT), environment, filter)
        .bind("limit", COUNT_LIMIT)
        .one(row -> row.number("count"));
  }

  private static Sql bind(Sql sql, EnvironmentId environment, ConnectionFilter filter) {
    return sql.bind("environment", environment)
        .bind("provider", name(filter.provider()))
        .bind("status", name(filter.status()))
        .bind("type", name(filter.type()))
        .bindOrNull("enabled", filter.enabled())
        .bind("text", filter.text());
  }

  private static @Nullable String name(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }
}
