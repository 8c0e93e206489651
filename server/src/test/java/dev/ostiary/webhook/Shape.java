package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The members of `data`, in their order and with the types of their values.
public final class Shape {
  private static final IdSource IDS = new IdSource(InstantSource.system(), 1);

  private Shape() {}

  /// Fails unless a real event looks as its sample does.
  public static void assertSampled(Event event) {
    assertSampled(event.type(), new String(event.payload(), StandardCharsets.US_ASCII));
  }

  /// The same, of the payload of a real event.
  public static void assertSampled(String type, String payload) {
    EventType known = EventType.find(type).orElseThrow();
    Sample sample =
        new Sample(
            new EnvironmentId(1),
            known.isOperational() ? new EndpointId(2) : new OrganizationId(2),
            IDS,
            InstantSource.system().instant());
    assertThat(of(sample.data(known)))
        .as(type)
        .isEqualTo(of(Json.parseObject(payload).path("data")));
  }

  private static List<String> of(JsonNode data) {
    List<String> members = new ArrayList<>();
    collect("", data, members);
    return members;
  }

  private static void collect(String path, JsonNode node, List<String> members) {
    members.add(path + " " + node.getNodeType());
    node.properties()
        .forEach(member -> collect(path + "/" + member.getKey(), member.getValue(), members));
    node.valueStream()
        .filter(element -> node.isArray())
        .forEach(element -> collect(path + "[]", element, members));
  }
}
