package dev.ostiary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Json;
import dev.ostiary.wire.events.ObjectType;
import dev.ostiary.wire.events.ScalekitEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Events in the words of the contract (section 1.7).
final class EventMapping {
  private EventMapping() {}

  static ScalekitEvent wire(Event event) {
    ObjectNode payload = Json.parseObject(new String(event.payload(), StandardCharsets.US_ASCII));
    ScalekitEvent.Builder wire =
        ScalekitEvent.newBuilder()
            .setSpecVersion(payload.path("spec_version").asText())
            .setId(event.id().toString())
            .setType(event.type())
            .setOccurredAt(Replies.timestamp(event.occurredAt()))
            .setEnvironmentId(event.environment().toString())
            .setObject(object(payload.path("object").asText()))
            .setData(struct(payload.path("data")))
            .setDisplayName(
                EventType.find(event.type()).map(EventType::displayName).orElse(event.type()));
    Replies.ifPresent(event.organization(), id -> wire.setOrganizationId(id.toString()));
    return wire.build();
  }

  /// The contract has no number for the objects of our own events.
  private static ObjectType object(String name) {
    return Arrays.stream(ObjectType.values())
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElse(ObjectType.OBJECT_TYPE_UNSPECIFIED);
  }

  static Struct struct(JsonNode json) {
    Struct.Builder struct = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(json.toString(), struct);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
    return struct.build();
  }
}
