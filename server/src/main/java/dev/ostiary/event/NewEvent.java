package dev.ostiary.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;

/// What a feature knows of an event before it is in the log.
///
/// @param data the state of the object, as the contract shapes it for the type
/// @param previousAttributes what the changed members of `data` were before; empty when nothing was
public record NewEvent(
    EnvironmentId environment,
    EventId id,
    OrganizationId organization,
    EventType type,
    Instant occurredAt,
    ObjectNode data,
    ObjectNode previousAttributes,
    Cause cause) {}
