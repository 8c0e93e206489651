package dev.ostiary.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.Id;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a feature knows of an event before it is in the log.
///
/// @param stream what the event is counted in: its organization, or the endpoint that an
///   operational event tells of
/// @param data the state of the object, as the contract shapes it for the type
/// @param previousAttributes what the changed members of `data` were before; empty when nothing was
public record NewEvent(
    EnvironmentId environment,
    EventId id,
    Id stream,
    EventType type,
    Instant occurredAt,
    ObjectNode data,
    ObjectNode previousAttributes,
    Cause cause) {
  public NewEvent {
    Class<? extends Id> expected = type.isOperational() ? EndpointId.class : OrganizationId.class;
    if (!expected.isInstance(stream)) {
      throw new IllegalArgumentException(type + " cannot be an event of " + stream);
    }
  }

  /// The connection that the event is about; null when it is about something else.
  @Nullable ConnectionId connection() {
    return type.object().equals("Connection")
        ? ConnectionId.parse("data.id", data.path("id").asText())
        : null;
  }
}
