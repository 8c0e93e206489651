package dev.ostiary.event;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SQL of the log.
final class EventStore {
  /// Locks the stream before a position is drawn, so that within one stream position, sequence and
  /// commit run in the same order.
  private static final String APPEND =
      """
      with stream as (
        insert into event_stream as s (stream_id, environment_id, sequence)
        values (:stream, :environment, 1)
        on conflict (stream_id) do update set sequence = s.sequence + 1
        returning sequence
      )
      insert into event
        (environment_id, id, stream_id, sequence, type, occurred_at, subject, recipient, payload,
          detail)
      select :environment, :id, :stream, sequence, :type, :occurred_at, :subject, :recipient,
        :payload, :detail
      from stream
      returning position, sequence
      """;

  private static final String COLUMNS =
      "position, environment_id, id, stream_id, sequence, type, occurred_at, recipient, payload, detail ";

  /// Where there are no statistics yet, as on a new database, PostgreSQL takes what equals a value
  /// or lies in a range for rare: to find a page it would read the whole backlog and sort it,
  /// instead of walking the index until the page is full. Of `coalesce` it assumes that half of all
  /// rows pass.
  private static final String OF_ENVIRONMENT = "coalesce(environment_id = :environment, false) ";

  static final String PAGE =
      "select "
          + COLUMNS
          + "from event where "
          + OF_ENVIRONMENT
          + """
          and position > :after and coalesce(position <= :up_to, false)
          order by position
          limit :limit
          """;

  private static final String READ =
      "select "
          + COLUMNS
          + """
          from event
          where environment_id = :environment and position > :after and position <= :up_to
            and (:organization::bigint is null or stream_id = :organization)
            and type = any(:types) and recipient is null
          order by position
          limit :limit
          """;

  /// The conditions are those of {@link EventSearch}; each of them may be absent.
  private static final String SEARCHED =
      """
      from event
      where environment_id = :environment
        and (:organization::bigint is null or stream_id = :organization)
        and (:subject::bigint is null or subject = :subject)
        and type = any(:types) and recipient is null
        and (:from_time::timestamptz is null or occurred_at >= :from_time)
        and (:to_time::timestamptz is null or occurred_at < :to_time)
      """;

  private static final String OLDER =
      "select "
          + COLUMNS
          + SEARCHED
          + "  and position < :boundary order by position desc limit :limit";

  private static final String NEWER =
      "select " + COLUMNS + SEARCHED + "  and position > :boundary order by position limit :limit";

  private static final String COUNT =
      "select count(*) as count from (select 1 " + SEARCHED + "  limit :limit) counted";

  private static final String SEQUENCE =
      """
      select sequence from event_stream
      where environment_id = :environment and stream_id = :organization
      """;

  static final String LANE =
      "select "
          + COLUMNS
          + "from event where "
          + OF_ENVIRONMENT
          + """
          and stream_id = :stream and sequence > :after
          order by sequence
          limit :limit
          """;

  private static final String LATEST =
      """
      select %s
      from unnest(:organizations) as wanted (organization)
      cross join lateral (
        select %s from event
        where environment_id = :environment and stream_id = wanted.organization
        order by sequence desc
        limit 1
      ) e
      """
          .formatted(COLUMNS, COLUMNS);

  private static final String BY_ID =
      "select " + COLUMNS + "from event where environment_id = :environment and id = :id";

  private static final String BY_POSITIONS =
      "select " + COLUMNS + "from event where position = any(:positions) order by position";

  /// What is new since the last sweep, or was a gap then; always at least one row, since the
  /// snapshot it was read with comes along. A number of its own tells the sweep who was at work
  /// before it: what a snapshot calls its end (`xmax`) is only the last transaction that has
  /// completed, and younger ones may be under way. It is drawn where there may be a gap, since each
  /// number costs the database some bytes.
  private static final String SWEEP =
      """
      with fresh as (
        (select %1$s from event where position > :read_to order by position limit :limit)
        union all
        select %1$s from event where position = any(:gaps)
      ), seen as (
        select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest_open,
          case when cardinality(:gaps) > 0 or exists (select from fresh)
            then pg_current_xact_id()::text::bigint else 0 end as own_number
      )
      select oldest_open, own_number, %1$s
      from seen left join fresh on true
      order by position
      """
          .formatted(COLUMNS);

  /// Waits for the writers that are at work and holds back new ones until the transaction ends. An
  /// autovacuum gives way to it, but only after the deadlock_timeout of a second.
  private static final String HOLD_WRITERS =
      """
      set local lock_timeout = '3s';
      lock table event in share mode
      """;

  private static final String END = "select coalesce(max(position), 0) as position from event";

  /// What one look at the end of the log found.
  ///
  /// @param oldestOpen every transaction older than this one has ended
  /// @param ownNumber every transaction that had written something by then is older than this; 0
  ///   when nothing was found or missing
  record Sweep(long oldestOpen, long ownNumber, List<Event> events) {}

  Asked<Event> append(Tx tx, NewEvent event, @Nullable EndpointId recipient, Payload payload) {
    return tx.sql(APPEND)
        .bind("environment", event.environment())
        .bind("stream", event.stream())
        .bind("id", event.id())
        .bind("type", event.type().wireName())
        .bind("occurred_at", event.occurredAt())
        .bind("subject", event.connection())
        .bind("recipient", recipient)
        .bind("payload", payload.standard())
        .bind("detail", payload.detail())
        .oneLater(row ->
            new Event(
                row.number("position"),
                event.environment(),
                event.id(),
                event.stream(),
                row.number("sequence"),
                event.type().wireName(),
                event.occurredAt(),
                recipient,
                payload.standard(),
                payload.detail()));
  }

  List<Event> page(Tx tx, EnvironmentId environment, long after, long upTo, int limit) {
    return tx.sql(PAGE)
        .bind("environment", environment)
        .bind("after", after)
        .bind("up_to", upTo)
        .bind("limit", limit)
        .list(EventStore::event);
  }

  List<Event> read(
      Tx tx, EnvironmentId environment, long after, long upTo, LogFilter filter, int limit) {
    return tx.sql(READ)
        .bind("environment", environment)
        .bind("after", after)
        .bind("up_to", upTo)
        .bind("organization", filter.organization())
        .bindArray("types", "text", filter.types().toArray(String[]::new))
        .bind("limit", limit)
        .list(EventStore::event);
  }

  List<Event> search(Tx tx, EnvironmentId environment, EventSearch search, Page.Request request) {
    return searched(tx.sql(request.newer() ? NEWER : OLDER), environment, search)
        .bind("boundary", request.boundary())
        .bind("limit", request.fetchSize())
        .list(EventStore::event);
  }

  long count(Tx tx, EnvironmentId environment, EventSearch search, int limit) {
    return searched(tx.sql(COUNT), environment, search)
        .bind("limit", limit)
        .one(row -> row.number("count"));
  }

  private static Sql searched(Sql sql, EnvironmentId environment, EventSearch search) {
    return sql.bind("environment", environment)
        .bind("organization", search.organization())
        .bind("subject", search.connection())
        .bindArray("types", "text", search.types().toArray(String[]::new))
        .bind("from_time", search.from())
        .bind("to_time", search.to());
  }

  /// The number of an organization's last event; 0 before its first.
  long sequence(Tx tx, EnvironmentId environment, OrganizationId organization) {
    return tx.sql(SEQUENCE)
        .bind("environment", environment)
        .bind("organization", organization)
        .find(row -> row.number("sequence"))
        .orElse(0L);
  }

  List<Event> lane(Tx tx, EnvironmentId environment, long stream, long after, int limit) {
    return tx.sql(LANE)
        .bind("environment", environment)
        .bind("stream", stream)
        .bind("after", after)
        .bind("limit", limit)
        .list(EventStore::event);
  }

  List<Event> at(Tx tx, long[] positions) {
    return tx.sql(BY_POSITIONS).bindArray("positions", "bigint", positions).list(EventStore::event);
  }

  List<Event> latest(Tx tx, EnvironmentId environment, long[] organizations) {
    return tx.sql(LATEST)
        .bind("environment", environment)
        .bindArray("organizations", "bigint", organizations)
        .list(EventStore::event);
  }

  Optional<Event> find(Tx tx, EnvironmentId environment, EventId id) {
    return tx.sql(BY_ID).bind("environment", environment).bind("id", id).find(EventStore::event);
  }

  Sweep sweep(Tx tx, long readTo, long[] gaps, int limit) {
    long[] transactions = new long[2];
    List<Event> events =
        tx
            .sql(SWEEP)
            .bind("read_to", readTo)
            .bindArray("gaps", "bigint", gaps)
            .bind("limit", limit)
            .list(row -> {
              transactions[0] = row.number("oldest_open");
              transactions[1] = row.number("own_number");
              return row.idOrNull("position", Long::valueOf) == null
                  ? Optional.<Event>empty()
                  : Optional.of(event(row));
            })
            .stream()
            .flatMap(Optional::stream)
            .toList();
    return new Sweep(transactions[0], transactions[1], events);
  }

  long end(Tx tx) {
    tx.sql(HOLD_WRITERS).run();
    return lastPosition(tx);
  }

  long lastPosition(Tx tx) {
    return tx.sql(END).one(row -> row.number("position"));
  }

  private static Event event(Row row) {
    String type = row.text("type");
    boolean operational = EventType.find(type).map(EventType::isOperational).orElse(false);
    return new Event(
        row.number("position"),
        row.id("environment_id", EnvironmentId::new),
        row.id("id", EventId::new),
        row.id("stream_id", operational ? EndpointId::new : OrganizationId::new),
        row.number("sequence"),
        type,
        row.instant("occurred_at"),
        row.idOrNull("recipient", EndpointId::new),
        row.bytes("payload"),
        row.bytes("detail"));
  }
}
