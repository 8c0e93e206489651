package dev.ostiary.webhook;

import dev.ostiary.platform.database.CopyRows;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The SQL of delivery: cursors, parked lanes and attempts, written many at a time.
final class DeliveryStore {
  private static final String ADD_ATTEMPTS =
      """
      copy webhook_attempt (endpoint_id, position, number, environment_id, start_time, duration_ms,
        outcome, url, signature, own_headers, response_status, response_body, error)
      from stdin (format binary)
      """;

  private static final int ATTEMPT_COLUMNS = 13;

  private static final String REMOVE_ATTEMPTS =
      """
      delete from webhook_attempt a
      using unnest(:endpoints, :positions, :numbers, :starts)
        as made (endpoint_id, position, number, start_micros)
      where a.endpoint_id = made.endpoint_id and a.position = made.position
        and a.number = made.number
        and a.start_time = timestamptz 'epoch' + made.start_micros * interval '1 microsecond'
      """;

  private static final String IS_RECORDED =
      """
      select number from webhook_attempt
      where endpoint_id = :endpoint and position = :position and number = :number
        and outcome = 'EXHAUSTED'
      """;

  private static final String MOVE_CURSORS =
      """
      update webhook_cursor c
      set position = greatest(c.position, moved.position),
        failing_since = to_timestamp(nullif(moved.failing_ms, 0) / 1000.0)
      from unnest(:endpoints, :positions, :failing) as moved (endpoint_id, position, failing_ms)
      where c.endpoint_id = moved.endpoint_id and c.owner = :owner
      """;

  /// The join leaves out endpoints that were deleted, or taken over, while the attempt was under
  /// way.
  private static final String PARK_LANES =
      """
      insert into webhook_parked_lane as l (endpoint_id, lane, environment_id, stream_id,
        settled_sequence, attempts, due_time)
      select c.endpoint_id, parked.lane, c.environment_id, parked.stream_id,
        parked.settled_sequence, parked.attempts, to_timestamp(parked.due_ms / 1000.0)
      from unnest(:endpoints, :lanes, :streams, :sequences, :attempts, :dues)
        as parked (endpoint_id, lane, stream_id, settled_sequence, attempts, due_ms)
      join webhook_cursor c on c.endpoint_id = parked.endpoint_id and c.owner = :owner
      on conflict (endpoint_id, lane) do update
      set settled_sequence = excluded.settled_sequence, attempts = excluded.attempts,
        due_time = excluded.due_time
      """;

  private static final String FREE_LANES =
      """
      delete from webhook_parked_lane l
      using unnest(:endpoints, :lanes) as freed (endpoint_id, lane), webhook_cursor c
      where l.endpoint_id = freed.endpoint_id and l.lane = freed.lane
        and c.endpoint_id = l.endpoint_id and c.owner = :owner
      """;

  private static final String FURTHEST_CURSOR =
      "select coalesce(max(position), 0) as position from webhook_cursor";

  private static final String PARKED =
      "select lane, settled_sequence from webhook_parked_lane where endpoint_id = :endpoint";

  private static final String SETTLED_BEYOND =
      """
      select position from webhook_attempt
      where endpoint_id = :endpoint and position > :cursor and outcome in ('SUCCESS', 'EXHAUSTED')
      """;

  /// Takes lanes that are due; they are due again, for whoever owns the endpoint then, should
  /// nothing be recorded by the end of the lease.
  private static final String TAKE_DUE =
      """
      with due as (
        select l.endpoint_id, l.lane, e.timeout_seconds
        from webhook_parked_lane l
        join webhook_cursor c on c.endpoint_id = l.endpoint_id
        join webhook_endpoint e on e.id = l.endpoint_id
        where l.due_time <= :now and l.endpoint_id = any(:held) and c.owner = :owner
        order by l.due_time
        limit :limit
        for update of l skip locked
      )
      update webhook_parked_lane l
      set due_time = :now + make_interval(secs => due.timeout_seconds + :recording)
      from due
      where l.endpoint_id = due.endpoint_id and l.lane = due.lane
      returning l.endpoint_id, l.lane, l.stream_id, l.settled_sequence, l.attempts
      """;

  /// A parked lane whose next event is to be tried.
  record Due(EndpointId endpoint, long lane, long stream, long settledSequence, int attempts) {}

  /// Those of some exhausted attempts that are not written yet: when nobody knows whether a commit
  /// was made, it is made again.
  List<DeliveryBatch.MadeAt> unrecorded(Tx tx, List<DeliveryBatch.MadeAt> exhausted) {
    return exhausted.stream()
        .filter(at ->
            tx.sql(IS_RECORDED)
                .bind("endpoint", at.endpoint().id())
                .bind("position", at.made().event().position())
                .bind("number", at.made().attempt().number())
                .list(row -> row.integer("number"))
                .isEmpty())
        .toList();
  }

  /// Writes a batch: its attempts, for good, and where the endpoints and lanes stand, as far as
  /// they are this owner's.
  void record(Tx tx, int owner, DeliveryBatch batch) {
    parkAndFree(tx, owner, batch.lanes());
    moveCursors(tx, owner, batch);
    addAttempts(tx, batch.attempts());
  }

  private static void moveCursors(Tx tx, int owner, DeliveryBatch batch) {
    tx.sql(MOVE_CURSORS)
        .bindArray("endpoints", "bigint", numbers(batch.standings().keySet()))
        .bindArray(
            "positions",
            "bigint",
            batch.standings().values().stream().mapToLong(Courier.Standing::cursor).toArray())
        .bindArray(
            "failing",
            "bigint",
            batch.standings().values().stream().mapToLong(DeliveryStore::failingMillis).toArray())
        .bind("owner", owner)
        .run();
  }

  private static long failingMillis(Courier.Standing standing) {
    Instant since = standing.failingSince();
    return since == null ? 0 : since.toEpochMilli();
  }

  void addAttempts(Tx tx, List<DeliveryBatch.MadeAt> made) {
    if (made.isEmpty()) {
      return;
    }
    CopyRows rows = new CopyRows();
    for (DeliveryBatch.MadeAt one : made) {
      Attempt attempt = one.made().attempt();
      rows.row(ATTEMPT_COLUMNS)
          .number(one.endpoint().id().number())
          .number(one.made().event().position())
          .integer(attempt.number())
          .number(one.endpoint().environment().number())
          .instant(attempt.startTime())
          .integer((int) attempt.duration().toMillis())
          .text(attempt.outcome().name())
          .text(attempt.request().url())
          .text(attempt.request().signature())
          .text(attempt.request().joinedHeaders())
          .integerOrNull(attempt.responseStatus())
          .bytes(attempt.responseBody())
          .text(attempt.error());
    }
    tx.copy(ADD_ATTEMPTS, rows);
  }

  /// Removes the attempts of a batch, in case a commit of unknown end had written them.
  void removeAttempts(Tx tx, List<DeliveryBatch.MadeAt> made) {
    tx.sql(REMOVE_ATTEMPTS)
        .bindArray(
            "endpoints",
            "bigint",
            made.stream().mapToLong(one -> one.endpoint().id().number()).toArray())
        .bindArray(
            "positions",
            "bigint",
            made.stream().mapToLong(one -> one.made().event().position()).toArray())
        .bindArray(
            "numbers",
            "integer",
            made.stream().mapToInt(one -> one.made().attempt().number()).toArray())
        .bindArray(
            "starts",
            "bigint",
            made.stream()
                .mapToLong(one ->
                    ChronoUnit.MICROS.between(Instant.EPOCH, one.made().attempt().startTime()))
                .toArray())
        .run();
  }

  private static void parkAndFree(
      Tx tx, int owner, Map<DeliveryBatch.LaneAt, Recording.LaneChange> changes) {
    List<Map.Entry<DeliveryBatch.LaneAt, Recording.LaneChange>> freed =
        changes.entrySet().stream()
            .filter(change -> change.getValue() instanceof Recording.LaneChange.Free)
            .toList();
    if (!freed.isEmpty()) {
      bindLanes(tx.sql(FREE_LANES), freed.stream().map(Map.Entry::getKey).toList())
          .bind("owner", owner)
          .run();
    }
    List<DeliveryBatch.LaneAt> lanes =
        changes.entrySet().stream()
            .filter(change -> change.getValue() instanceof Recording.LaneChange.Park)
            .map(Map.Entry::getKey)
            .toList();
    if (!lanes.isEmpty()) {
      List<Recording.LaneChange.Park> parks =
          lanes.stream().map(lane -> (Recording.LaneChange.Park) changes.get(lane)).toList();
      bindLanes(tx.sql(PARK_LANES), lanes)
          .bindArray("streams", "bigint", parks.stream().mapToLong(park -> park.stream()).toArray())
          .bindArray(
              "sequences",
              "bigint",
              parks.stream().mapToLong(Recording.LaneChange.Park::settledSequence).toArray())
          .bindArray(
              "attempts",
              "integer",
              parks.stream().mapToInt(Recording.LaneChange.Park::attempts).toArray())
          .bindArray(
              "dues",
              "bigint",
              parks.stream().mapToLong(park -> park.dueTime().toEpochMilli()).toArray())
          .bind("owner", owner)
          .run();
    }
  }

  private static Sql bindLanes(Sql sql, List<DeliveryBatch.LaneAt> lanes) {
    return sql.bindArray(
            "endpoints",
            "bigint",
            lanes.stream().mapToLong(lane -> lane.endpoint().number()).toArray())
        .bindArray(
            "lanes", "bigint", lanes.stream().mapToLong(DeliveryBatch.LaneAt::lane).toArray());
  }

  long furthestCursor(Tx tx) {
    return tx.sql(FURTHEST_CURSOR).one(row -> row.number("position"));
  }

  /// The parked lanes of an endpoint, and how far each is settled.
  Map<Long, Long> parkedLanes(Tx tx, EndpointId endpoint) {
    Map<Long, Long> parked = new HashMap<>();
    tx.sql(PARKED)
        .bind("endpoint", endpoint)
        .list(row -> parked.put(row.number("lane"), row.number("settled_sequence")));
    return parked;
  }

  List<Long> settledBeyond(Tx tx, EndpointId endpoint, long cursor) {
    return tx.sql(SETTLED_BEYOND)
        .bind("endpoint", endpoint)
        .bind("cursor", cursor)
        .list(row -> row.number("position"));
  }

  /// @param recording what an attempt may take beyond the endpoint's time-out
  List<Due> takeDue(
      Tx tx, int owner, List<EndpointId> held, Instant now, Duration recording, int limit) {
    return tx.sql(TAKE_DUE)
        .bind("owner", owner)
        .bindArray("held", "bigint", numbers(held))
        .bind("now", now)
        .bind("recording", recording.toSeconds())
        .bind("limit", limit)
        .list(row ->
            new Due(
                row.id("endpoint_id", EndpointId::new),
                row.number("lane"),
                row.number("stream_id"),
                row.number("settled_sequence"),
                row.integer("attempts")));
  }

  private static long[] numbers(Collection<EndpointId> ids) {
    return ids.stream().mapToLong(EndpointId::number).toArray();
  }
}
