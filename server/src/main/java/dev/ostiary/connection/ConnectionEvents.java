package dev.ostiary.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.event.Cause;
import dev.ostiary.event.EventType;
import dev.ostiary.event.NewEvent;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.id.EventId;
import java.time.Instant;

/// The public form of what happens to connections (wire contract, section 5.2).
final class ConnectionEvents {
  private ConnectionEvents() {}

  static NewEvent created(EventId id, Connection connection, Instant at, Cause cause) {
    return event(id, EventType.SSO_CREATED, connection, at, data(connection), Json.object(), cause);
  }

  static NewEvent toggled(EventId id, Change.Toggled change, Instant at, Cause cause) {
    Connection connection = change.connection();
    ObjectNode data =
        data(connection)
            .put("enabled", connection.enabled())
            .put("status", connection.status().name());
    return event(id, change.event(), connection, at, data, change.previousAttributes(), cause);
  }

  /// @param more members of `data` behind the usual ones
  static NewEvent observed(
      EventId id, EventType type, Connection connection, ObjectNode more, Instant at, Cause cause) {
    ObjectNode data =
        data(connection)
            .put("enabled", connection.enabled())
            .put("status", connection.status().name());
    data.setAll(more);
    return event(id, type, connection, at, data, Json.object(), cause);
  }

  static NewEvent deleted(EventId id, Connection connection, Instant at, Cause cause) {
    return event(id, EventType.SSO_DELETED, connection, at, data(connection), Json.object(), cause);
  }

  private static ObjectNode data(Connection connection) {
    return Json.object()
        .put("id", connection.id().toString())
        .put("organization_id", connection.organization().toString())
        .put("connection_type", connection.type().name())
        .put("provider", connection.provider().name());
  }

  private static NewEvent event(
      EventId id,
      EventType type,
      Connection connection,
      Instant at,
      ObjectNode data,
      ObjectNode previous,
      Cause cause) {
    return new NewEvent(
        connection.environment(), id, connection.organization(), type, at, data, previous, cause);
  }
}
