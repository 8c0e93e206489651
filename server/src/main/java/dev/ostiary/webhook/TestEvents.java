package dev.ostiary.webhook;

import dev.ostiary.event.Cause;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.EventType;
import dev.ostiary.event.NewEvent;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.Id;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.time.InstantSource;

/// Sends an endpoint an event that tells of nothing, so that a receiver can be written and tried
/// out before anything happens.
///
/// It goes the way of every other event: through the log, in a lane, signed, tried again when it
/// fails. Each tells of an organization (or, for an operational event, of an endpoint) that does
/// not exist, so it is in a lane of its own: it waits for no real event, and delays none.
public final class TestEvents {
  private final Database database;
  private final EndpointStore endpoints;
  private final EventLog log;
  private final IdSource ids;
  private final InstantSource clock;

  TestEvents(Webhooks.Tools tools, EndpointStore endpoints, EventLog log) {
    this.database = tools.database();
    this.ids = tools.ids();
    this.clock = tools.clock();
    this.endpoints = endpoints;
    this.log = log;
  }

  /// Has a test event of any type sent to one endpoint, whichever types that asks for; what becomes
  /// of it is among the endpoint's deliveries.
  public Event send(EnvironmentId environment, EndpointId endpoint, EventType type, Cause cause) {
    return database.transact(tx -> {
      Endpoint found =
          endpoints
              .find(tx, environment, endpoint)
              .orElseThrow(() -> Problem.notFound("webhook endpoint", endpoint));
      if (!found.enabled()) {
        throw Problem.precondition(
            endpoint + " is disabled, so nothing is sent to it; enable it first");
      }
      return log.appendTest(tx, sample(environment, type, cause), endpoint);
    });
  }

  private NewEvent sample(EnvironmentId environment, EventType type, Cause cause) {
    Id stream = type.isOperational() ? new EndpointId(ids.next()) : new OrganizationId(ids.next());
    Instant now = clock.instant();
    Sample sample = new Sample(environment, stream, ids, now);
    return new NewEvent(
        environment,
        new EventId(ids.next()),
        stream,
        type,
        now,
        sample.data(type),
        Json.object(),
        cause);
  }
}
