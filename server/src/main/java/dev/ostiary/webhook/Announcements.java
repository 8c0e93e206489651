package dev.ostiary.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.event.Cause;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogWriter;
import dev.ostiary.event.NewEvent;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.OrganizationId;
import java.util.List;

/// Appends the operational events, which tell of deliveries in the log that deliveries are made
/// from. Each is counted in the stream of the endpoint that it tells of, and it causes no other.
final class Announcements {
  private static final Cause CAUSE = Cause.system("delivery");

  private final LogWriter events;

  Announcements(LogWriter events) {
    this.events = events;
  }

  /// An endpoint was disabled because of how it answered.
  void disabled(Tx tx, Endpoint endpoint, DisabledReason reason) {
    ObjectNode data = Json.object();
    data.put("id", endpoint.id().toString());
    data.put("name", endpoint.settings().name());
    data.put("enabled", false);
    data.put("disabled_reason", reason.name());
    append(tx, EventType.ENDPOINT_DISABLED, endpoint, data, Json.object().put("enabled", true));
  }

  /// Deliveries were tried in vain for the last time.
  void exhausted(Tx tx, List<DeliveryBatch.MadeAt> made) {
    made.forEach(at ->
        delivery(
            tx,
            EventType.DELIVERY_EXHAUSTED,
            at.endpoint(),
            at.made().event(),
            at.made().attempt()));
  }

  /// A delivery that had been exhausted succeeded after all.
  void recovered(Tx tx, Endpoint endpoint, Event event, Attempt attempt) {
    delivery(tx, EventType.DELIVERY_RECOVERED, endpoint, event, attempt);
  }

  private void delivery(Tx tx, EventType type, Endpoint endpoint, Event event, Attempt attempt) {
    if (event.isTest() || EventType.find(event.type()).map(EventType::isOperational).orElse(true)) {
      return;
    }
    ObjectNode data = Json.object();
    data.put("endpoint_id", endpoint.id().toString());
    data.put("event_id", event.id().toString());
    data.put("event_type", event.type());
    OrganizationId organization = event.organization();
    if (organization != null) {
      data.put("organization_id", organization.toString());
    }
    data.put("sequence", event.sequence());
    data.put("attempts", attempt.number());
    Integer status = attempt.responseStatus();
    if (status != null) {
      data.put("response_status", status);
    }
    data.put("error", attempt.error());
    append(tx, type, endpoint, data, Json.object());
  }

  private void append(
      Tx tx, EventType type, Endpoint endpoint, ObjectNode data, ObjectNode previousAttributes) {
    events.append(
        tx,
        new NewEvent(
            endpoint.environment(),
            events.nextId(),
            endpoint.id(),
            type,
            events.now(),
            data,
            previousAttributes,
            CAUSE));
  }
}
