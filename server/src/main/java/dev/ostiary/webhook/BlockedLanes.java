package dev.ostiary.webhook;

import dev.ostiary.event.EventType;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import java.util.List;

/// Which lanes of an endpoint wait, and why.
public final class BlockedLanes {
  /// Whether more than this wait makes no difference to anybody, and a count takes time.
  public static final int COUNTED = 1_000;

  /// A lane of one event, which an endpoint without order has, has no other behind it.
  private static final String LANES =
      """
      from webhook_parked_lane l
      join webhook_endpoint p on p.id = l.endpoint_id
      cross join lateral (
        select e.id, e.type, e.position, e.sequence from event e
        where e.environment_id = l.environment_id and e.stream_id = l.stream_id
          and e.sequence > l.settled_sequence and (l.lane = l.stream_id or e.id = l.lane)
          and %s
        order by e.sequence
        limit 1
      ) head
      where l.environment_id = :environment and l.endpoint_id = :endpoint
      """
          .formatted(Wanted.EVENT);

  private static final String COUNT =
      "select count(*) as total from (select 1 " + LANES + "limit :counted) as few";

  private static final String COLUMNS =
      """
      select shown.*, tried.since, last.response_status, coalesce(last.error, '') as error,
        waiting.events
      from (
        select l.endpoint_id, l.lane, l.stream_id, l.attempts, l.due_time, p.event_types, head.*
      """
          + LANES;

  private static final String DETAILS =
      """
      ) shown
      cross join lateral (
        select min(start_time) as since from webhook_attempt a
        where a.endpoint_id = shown.endpoint_id and a.position = shown.position
      ) tried
      left join lateral (
        select response_status, error from webhook_attempt a
        where a.endpoint_id = shown.endpoint_id and a.position = shown.position
        order by number desc, start_time desc
        limit 1
      ) last on true
      cross join lateral (
        select count(*)::integer as events from (
          select 1 from event e
          join webhook_endpoint p on p.id = shown.endpoint_id
          where e.environment_id = p.environment_id and e.stream_id = shown.stream_id
            and e.sequence > shown.sequence and shown.lane = shown.stream_id
            and %s
          limit :counted
        ) counted
      ) waiting
      """
          .formatted(Wanted.EVENT);

  private static final String OLDER =
      COLUMNS
          + "and l.lane < :edge order by l.lane desc limit :limit"
          + DETAILS
          + "order by shown.lane desc";

  private static final String NEWER =
      COLUMNS + "and l.lane > :edge order by l.lane limit :limit" + DETAILS + "order by shown.lane";

  private final Database database;

  BlockedLanes(Database database) {
    this.database = database;
  }

  /// The lanes that wait, that of the newest organization first. The total counts no further than
  /// {@link #COUNTED}.
  public Page<BlockedLane> list(EnvironmentId environment, EndpointId endpoint, Page.Request page) {
    return database.transact(tx -> {
      EndpointStore.require(tx, environment, endpoint);
      long total =
          bound(tx.sql(COUNT), environment, endpoint)
              .bind("counted", COUNTED)
              .one(row -> row.number("total"));
      List<BlockedLane> found =
          bound(tx.sql(page.newer() ? NEWER : OLDER), environment, endpoint)
              .bind("edge", page.boundary())
              .bind("limit", page.fetchSize())
              .bind("counted", COUNTED)
              .list(BlockedLanes::lane);
      return page.page(found, BlockedLane::lane, total);
    });
  }

  private static Sql bound(Sql sql, EnvironmentId environment, EndpointId endpoint) {
    return Wanted.bound(sql).bind("environment", environment).bind("endpoint", endpoint);
  }

  private static BlockedLane lane(Row row) {
    String type = row.text("type");
    boolean operational = EventType.find(type).map(EventType::isOperational).orElse(false);
    return new BlockedLane(
        row.number("lane"),
        operational ? null : row.id("stream_id", OrganizationId::new),
        row.id("id", EventId::new),
        type,
        row.instantOrNull("since"),
        row.integer("attempts"),
        row.instant("due_time"),
        row.integerOrNull("response_status"),
        row.text("error"),
        row.integer("events"));
  }
}
