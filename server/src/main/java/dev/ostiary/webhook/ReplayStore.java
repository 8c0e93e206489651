package dev.ostiary.webhook;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.id.ReplayId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SQL of replays.
final class ReplayStore {
  private static final String COLUMNS =
      """
      select r.environment_id, r.id, r.endpoint_id, r.event_types, r.statuses, r.organization_id,
        r.first_sequence, r.last_sequence, r.start_time, r.end_time, r.per_second, r.state,
        r.position, r.end_position, r.total, r.delivered, r.failed, r.tries, r.update_time
      from webhook_replay r
      """;

  private static final String INSERT =
      """
      insert into webhook_replay (id, environment_id, endpoint_id, event_types, statuses,
        organization_id, first_sequence, last_sequence, start_time, end_time, per_second, state,
        position, end_position, total, due_time, update_time)
      values (:id, :environment, :endpoint, :types, :statuses, :organization, :first_sequence,
        :last_sequence, :start_time, :end_time, :per_second, 'RUNNING', :position, :end, :total,
        :now, :now)
      """;

  private static final String BY_ID =
      COLUMNS
          + "where r.environment_id = :environment and r.endpoint_id = :endpoint and r.id = :id";

  private static final PageSql PAGE =
      PageSql.of(
          COLUMNS
              + """
              where r.environment_id = :environment and r.endpoint_id = :endpoint
              """,
          "r.id");

  private static final String CANCEL =
      """
      update webhook_replay set state = 'CANCELLED', update_time = :now
      where environment_id = :environment and endpoint_id = :endpoint and id = :id
        and state = 'RUNNING'
      """;

  /// Where the endpoint's own deliveries have been: what lies behind is on its way to it.
  private static final String REACHED =
      """
      select greatest(position, coalesce(jump_position, 0)) as position from webhook_cursor
      where environment_id = :environment and endpoint_id = :endpoint
      """;

  /// Behind the endpoint's cursor and in no parked lane, what has no end was skipped.
  private static final String MATCHING =
      """
      from event e
      join webhook_endpoint p on p.environment_id = e.environment_id and p.id = :endpoint
      left join lateral (
        select outcome from webhook_attempt a
        where a.endpoint_id = p.id and a.position = e.position
        order by number desc
        limit 1
      ) last on true
      where e.environment_id = :environment and e.position > :position and e.position <= :end
        and e.recipient is null and wanted.event
        and (cardinality(:types) = 0 or e.type = any(:types))
        and (cardinality(:statuses) = 0
          or coalesce(nullif(last.outcome, 'FAILURE'), 'SKIPPED') = any(:statuses))
        and (:organization::bigint is null or e.stream_id = :organization)
        and (:first_sequence::bigint is null or e.sequence >= :first_sequence)
        and (:last_sequence::bigint is null or e.sequence <= :last_sequence)
        and (:start_time::timestamptz is null or e.occurred_at >= :start_time)
        and (:end_time::timestamptz is null or e.occurred_at < :end_time)
        and not exists (
          select 1 from webhook_parked_lane l
          where l.endpoint_id = p.id and l.lane in (e.id, e.stream_id)
            and l.settled_sequence < e.sequence)
      """
          .replace("wanted.event", Wanted.EVENT);

  private static final String MATCHES = "select count(*) as total " + MATCHING;

  private static final String NEXT =
      "select e.position " + MATCHING + " order by e.position limit 1";

  private static final String SERVED =
      """
      join webhook_endpoint p on p.id = r.endpoint_id and p.enabled
      join webhook_cursor c on c.endpoint_id = r.endpoint_id and c.owner = :owner
      where r.state = 'RUNNING' and r.due_time <= :now
      """;

  private static final String RUNNABLE = COLUMNS + SERVED;

  private static final String ONE_RUNNABLE = COLUMNS + SERVED + "and r.id = :id";

  private static final String PROGRESS =
      """
      update webhook_replay r
      set position = :position, delivered = delivered + :delivered, failed = failed + :failed,
        tries = :tries, due_time = :due_time, state = :state, update_time = :now
      from webhook_cursor c
      where r.id = :id and r.state = 'RUNNING' and c.endpoint_id = r.endpoint_id
        and c.owner = :owner
      """;

  private static final String HISTORY =
      """
      select coalesce(max(number), 0) as last,
        coalesce(bool_or(outcome = 'EXHAUSTED'), false) as exhausted,
        coalesce(bool_or(outcome = 'SUCCESS'), false) as delivered
      from webhook_attempt where endpoint_id = :endpoint and position = :position
      """;

  /// What was tried before with one event at one endpoint.
  record History(int attempts, boolean exhausted, boolean delivered) {}

  /// How a replay stands after a step.
  record Progress(
      long position, int delivered, int failed, int tries, Instant dueTime, Replay.State state) {}

  void insert(Tx tx, Replay replay) {
    filtered(tx.sql(INSERT), replay.endpoint(), replay.environment(), replay.filter())
        .bind("id", replay.id())
        .bind("per_second", replay.perSecond())
        .bind("position", replay.span().position())
        .bind("end", replay.span().end())
        .bind("total", replay.total())
        .bind("now", replay.updateTime())
        .run();
  }

  Optional<Replay> find(Tx tx, EnvironmentId environment, EndpointId endpoint, ReplayId id) {
    return tx.sql(BY_ID)
        .bind("environment", environment)
        .bind("endpoint", endpoint)
        .bind("id", id)
        .find(ReplayStore::replay);
  }

  Page<Replay> list(Tx tx, EnvironmentId environment, EndpointId endpoint, Page.Request page) {
    return PAGE.read(
        tx,
        page,
        sql -> sql.bind("environment", environment).bind("endpoint", endpoint),
        ReplayStore::replay,
        replay -> replay.id().number());
  }

  void cancel(Tx tx, Replay replay, Instant now) {
    tx.sql(CANCEL)
        .bind("environment", replay.environment())
        .bind("endpoint", replay.endpoint())
        .bind("id", replay.id())
        .bind("now", now)
        .run();
  }

  /// How far the log lies behind the endpoint; empty when there is no such endpoint.
  Optional<Long> reached(Tx tx, EnvironmentId environment, EndpointId endpoint) {
    return tx.sql(REACHED)
        .bind("environment", environment)
        .bind("endpoint", endpoint)
        .find(row -> row.number("position"));
  }

  long count(
      Tx tx,
      EnvironmentId environment,
      EndpointId endpoint,
      Replay.Filter filter,
      Replay.Span span) {
    return matching(tx.sql(MATCHES), environment, endpoint, filter, span)
        .one(row -> row.number("total"));
  }

  /// The position of the next event to send.
  Optional<Long> next(Tx tx, Replay replay) {
    return matching(
            tx.sql(NEXT), replay.environment(), replay.endpoint(), replay.filter(), replay.span())
        .find(row -> row.number("position"));
  }

  /// The replays whose endpoint is served by a node and that have something to do.
  List<Replay> runnable(Tx tx, int owner, Instant now) {
    return tx.sql(RUNNABLE).bind("owner", owner).bind("now", now).list(ReplayStore::replay);
  }

  Optional<Replay> runnable(Tx tx, int owner, Instant now, ReplayId id) {
    return tx.sql(ONE_RUNNABLE)
        .bind("owner", owner)
        .bind("now", now)
        .bind("id", id)
        .find(ReplayStore::replay);
  }

  History history(Tx tx, EndpointId endpoint, long position) {
    return tx.sql(HISTORY)
        .bind("endpoint", endpoint)
        .bind("position", position)
        .one(row -> new History(row.integer("last"), row.flag("exhausted"), row.flag("delivered")));
  }

  void progress(Tx tx, int owner, Replay replay, Progress progress, Instant now) {
    tx.sql(PROGRESS)
        .bind("id", replay.id())
        .bind("owner", owner)
        .bind("position", progress.position())
        .bind("delivered", progress.delivered())
        .bind("failed", progress.failed())
        .bind("tries", progress.tries())
        .bind("due_time", progress.dueTime())
        .bind("state", progress.state().name())
        .bind("now", now)
        .run();
  }

  private static Sql matching(
      Sql sql,
      EnvironmentId environment,
      EndpointId endpoint,
      Replay.Filter filter,
      Replay.Span span) {
    return Wanted.bound(filtered(sql, endpoint, environment, filter))
        .bind("position", span.position())
        .bind("end", span.end());
  }

  private static Sql filtered(
      Sql sql, EndpointId endpoint, EnvironmentId environment, Replay.Filter filter) {
    return sql.bind("environment", environment)
        .bind("endpoint", endpoint)
        .bindArray("types", "text", filter.eventTypes().toArray(String[]::new))
        .bindArray(
            "statuses", "text", filter.statuses().stream().map(Enum::name).toArray(String[]::new))
        .bind("organization", filter.organization())
        .bind("first_sequence", filter.firstSequence())
        .bind("last_sequence", filter.lastSequence())
        .bind("start_time", filter.startTime())
        .bind("end_time", filter.endTime());
  }

  private static Replay replay(Row row) {
    return new Replay(
        row.id("environment_id", EnvironmentId::new),
        row.id("id", ReplayId::new),
        row.id("endpoint_id", EndpointId::new),
        new Replay.Filter(
            row.texts("event_types"),
            row.texts("statuses").stream().map(Delivery.Status::valueOf).toList(),
            row.idOrNull("organization_id", OrganizationId::new),
            sequence(row, "first_sequence"),
            sequence(row, "last_sequence"),
            row.instantOrNull("start_time"),
            row.instantOrNull("end_time")),
        row.integer("per_second"),
        Replay.State.valueOf(row.text("state")),
        new Replay.Span(row.number("position"), row.number("end_position")),
        row.number("total"),
        row.number("delivered"),
        row.number("failed"),
        row.integer("tries"),
        row.instant("update_time"));
  }

  private static @Nullable Long sequence(Row row, String column) {
    return row.idOrNull(column, Long::valueOf);
  }
}
