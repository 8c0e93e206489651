package dev.ostiary.organization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.event.Cause;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogWriter;
import dev.ostiary.event.NewEvent;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.id.EventId;
import java.time.Instant;

/// The public form of what happens to organizations (wire contract, section 5.3).
final class OrganizationEvents {
  private OrganizationEvents() {}

  static NewEvent created(EventId id, Organization organization, Instant at, Cause cause) {
    return event(
        id,
        EventType.ORGANIZATION_CREATED,
        organization,
        at,
        data(organization),
        Json.object(),
        cause);
  }

  static NewEvent updated(
      EventId id, Organization before, Organization after, Instant at, Cause cause) {
    ObjectNode data = data(after);
    return event(
        id,
        EventType.ORGANIZATION_UPDATED,
        after,
        at,
        data,
        differences(data(before), data),
        cause);
  }

  static NewEvent deleted(EventId id, Organization organization, Instant at, Cause cause) {
    ObjectNode data = data(organization).put("deleted_at", LogWriter.time(at));
    return event(id, EventType.ORGANIZATION_DELETED, organization, at, data, Json.object(), cause);
  }

  private static NewEvent event(
      EventId id,
      EventType type,
      Organization organization,
      Instant at,
      ObjectNode data,
      ObjectNode previous,
      Cause cause) {
    return new NewEvent(
        organization.environment(), id, organization.id(), type, at, data, previous, cause);
  }

  private static ObjectNode data(Organization organization) {
    ObjectNode data = Json.object();
    data.put("id", organization.id().toString());
    data.put("display_name", organization.displayName());
    if (organization.externalId() != null) {
      data.put("external_id", organization.externalId());
    }
    data.put("region_code", organization.region().name());
    data.put("create_time", LogWriter.time(organization.createTime()));
    data.put("update_time", LogWriter.time(organization.updateTime()));
    ObjectNode metadata = data.putObject("metadata");
    organization.metadata().forEach(metadata::put);
    ArrayNode features = data.putObject("settings").putArray("features");
    for (Feature feature : organization.features()) {
      features.addObject().put("name", feature.name()).put("enabled", feature.enabled());
    }
    return data;
  }

  /// What the members that changed were before; null for one that was not there.
  private static ObjectNode differences(ObjectNode before, ObjectNode after) {
    ObjectNode differences = Json.object();
    before
        .properties()
        .forEach(member -> {
          JsonNode now = after.get(member.getKey());
          if (!member.getValue().equals(now)) {
            differences.set(member.getKey(), member.getValue());
          }
        });
    after
        .properties()
        .forEach(member -> {
          if (!before.has(member.getKey())) {
            differences.putNull(member.getKey());
          }
        });
    return differences;
  }
}
