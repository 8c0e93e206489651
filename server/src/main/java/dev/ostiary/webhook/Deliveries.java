package dev.ostiary.webhook;

import dev.ostiary.event.EventType;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was delivered, what was not, and why: read from the log and the attempts.
public final class Deliveries {
  /// A delivery is an event that the endpoint asks for, from where the endpoint began or replayed,
  /// with its last attempt. A node that was replaced may have written a failure with the number
  /// that its successor's success has: then the success counts. What lies behind the cursor without
  /// an end and without a lane that waits for it was skipped. A status is computed and never
  /// stored, so it cannot disagree with the attempts.
  static final String DELIVERIES =
      """
      from webhook_endpoint p
      join webhook_cursor c on c.endpoint_id = p.id
      join event e on e.environment_id = p.environment_id and %s
      left join lateral (
        select number, outcome, response_status
        from webhook_attempt a
        where a.endpoint_id = p.id and a.position = e.position
        order by number desc, outcome = 'FAILURE', start_time desc
        limit 1
      ) last on true
      left join webhook_parked_lane l on l.endpoint_id = p.id
        and l.lane in (e.id, e.stream_id) and l.settled_sequence = e.sequence - 1
      cross join lateral (
        select case
          when last.outcome <> 'FAILURE' then last.outcome
          when e.position <= greatest(c.position, c.jump_position) and not exists (
            select 1 from webhook_parked_lane w
            where w.endpoint_id = p.id and w.lane in (e.id, e.stream_id)
              and w.settled_sequence < e.sequence) then 'SKIPPED'
          when last.outcome is null then 'PENDING'
          else 'RETRYING' end as status
      ) s
      where p.environment_id = :environment and p.id = :endpoint
        and (e.position > c.start_position or last.outcome is not null)
      """
          .formatted(Wanted.EVENT);

  static final String COLUMNS =
      """
      select e.id, e.position, e.type, e.stream_id, e.sequence, e.occurred_at,
        e.recipient is not null as test, s.status,
        coalesce(last.number, 0) as attempts, last.response_status,
        case s.status when 'RETRYING' then l.due_time end as next_attempt_time
      """;

  /// The same deliveries where it does not matter what became of them.
  static final String WHETHER_TRIED_OR_NOT =
      """
      from webhook_endpoint p
      join webhook_cursor c on c.endpoint_id = p.id
      join event e on e.environment_id = p.environment_id and %s
      where p.environment_id = :environment and p.id = :endpoint
        and (e.position > c.start_position or exists (
          select 1 from webhook_attempt a where a.endpoint_id = p.id and a.position = e.position))
      """
          .formatted(Wanted.EVENT);

  private static final String BY_EVENT = COLUMNS + DELIVERIES + "and e.id = :event";

  private static final String POSITION =
      "select position from event where environment_id = :environment and id = :event";

  private static final String ATTEMPTS =
      """
      select number, start_time, duration_ms, outcome, url, signature, own_headers,
        response_status, response_body, error
      from webhook_attempt
      where environment_id = :environment and endpoint_id = :endpoint and position = :position
      order by number, start_time
      """;

  private final Database database;

  Deliveries(Database database) {
    this.database = database;
  }

  /// Which deliveries are wanted; what is empty or null does not restrict.
  public record Filter(
      List<String> eventTypes,
      @Nullable OrganizationId organization,
      Delivery.@Nullable Status status,
      @Nullable Instant startTime,
      @Nullable Instant endTime) {}

  /// One delivery with all its attempts, the first one first.
  public record Detail(Delivery delivery, List<Attempt> attempts) {}

  /// The deliveries of an endpoint, newest first. What is wanted may be rare: a page is then not
  /// full, or even empty, and there is more behind it all the same. The total is that of the newest
  /// stretch of the log.
  public Page<Delivery> list(
      EnvironmentId environment, EndpointId endpoint, Filter filter, Page.Request page) {
    return database.transact(tx -> {
      EndpointStore.require(tx, environment, endpoint);
      return new DeliverySearch(environment, endpoint, filter).page(tx, page);
    });
  }

  /// Where an event lies in the log.
  long position(Tx tx, EnvironmentId environment, EventId event) {
    return tx.sql(POSITION)
        .bind("environment", environment)
        .bind("event", event)
        .find(row -> row.number("position"))
        .orElseThrow(() -> Problem.notFound("event", event));
  }

  public Detail get(EnvironmentId environment, EndpointId endpoint, EventId event) {
    return database.transact(tx -> {
      EndpointStore.require(tx, environment, endpoint);
      Delivery delivery =
          bound(tx.sql(BY_EVENT), environment, endpoint)
              .bind("event", event)
              .find(Deliveries::delivery)
              .orElseThrow(() -> Problem.notFound("delivery", event));
      return new Detail(
          delivery,
          tx.sql(ATTEMPTS)
              .bind("environment", environment)
              .bind("endpoint", endpoint)
              .bind("position", delivery.position())
              .list(Deliveries::attempt));
    });
  }

  static Sql bound(Sql sql, EnvironmentId environment, EndpointId endpoint) {
    return Wanted.bound(sql).bind("environment", environment).bind("endpoint", endpoint);
  }

  static Delivery delivery(Row row) {
    String type = row.text("type");
    boolean operational = EventType.find(type).map(EventType::isOperational).orElse(false);
    return new Delivery(
        row.id("id", EventId::new),
        row.number("position"),
        type,
        operational ? null : row.id("stream_id", OrganizationId::new),
        row.number("sequence"),
        row.instant("occurred_at"),
        row.flag("test"),
        Delivery.Status.valueOf(row.text("status")),
        row.integer("attempts"),
        row.instantOrNull("next_attempt_time"),
        row.integerOrNull("response_status"));
  }

  private static Attempt attempt(Row row) {
    return new Attempt(
        row.integer("number"),
        row.instant("start_time"),
        Duration.ofMillis(row.integer("duration_ms")),
        Attempt.Outcome.valueOf(row.text("outcome")),
        SentRequest.read(row.text("url"), row.text("signature"), row.text("own_headers")),
        row.integerOrNull("response_status"),
        row.bytes("response_body"),
        row.text("error"));
  }
}
