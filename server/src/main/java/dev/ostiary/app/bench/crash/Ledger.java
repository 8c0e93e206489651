package dev.ostiary.app.bench.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the receiver has seen. Whatever must hold of every single request is checked as it comes
/// in.
final class Ledger {
  private final Map<String, byte[]> bodies = new HashMap<>();
  private final Map<Subscription, Map<String, Lane>> lanes = new HashMap<>();
  private final List<String> broken = new ArrayList<>();
  private long requests;
  private long repeats;

  /// The events of one organization at one endpoint, in the order of their first acceptance.
  private static final class Lane {
    final Map<String, Customer.Fact> accepted = new LinkedHashMap<>();
    String lastAccepted = "";

    /// Came, and was not accepted yet.
    String refused = "";
  }

  /// Takes note of a complete request.
  ///
  /// @param accepted whether it will be answered with success
  synchronized void request(Subscription at, String event, byte[] body, boolean accepted) {
    requests++;
    byte[] first = bodies.putIfAbsent(event, body);
    if (first != null && !Arrays.equals(first, body)) {
      broken.add(event + " came with two different bodies");
    }
    ObjectNode payload = Json.parseObject(new String(body, StandardCharsets.UTF_8));
    if (!payload.path("id").asText().equals(event)) {
      broken.add(event + " came with the body of " + payload.path("id").asText());
    }
    String organization = payload.path("organization_id").asText();
    Lane lane =
        lanes
            .computeIfAbsent(at, key -> new HashMap<>())
            .computeIfAbsent(organization, key -> new Lane());
    boolean repeated = lane.accepted.containsKey(event);
    repeats += repeated ? 1 : 0;
    if (at.ordered()) {
      checkOrder(at, lane, event, repeated);
    }
    if (accepted) {
      lane.accepted.putIfAbsent(event, fact(payload));
      lane.lastAccepted = event;
      lane.refused = "";
    } else if (!repeated) {
      lane.refused = event;
    }
  }

  /// The next event leaves only when the one before is settled, so after a crash only the last one
  /// may come again, and an event that failed is the next to come.
  private void checkOrder(Subscription at, Lane lane, String event, boolean repeated) {
    if (repeated && !event.equals(lane.lastAccepted)) {
      broken.add(at + ": " + event + " came again after " + lane.lastAccepted);
    }
    if (!repeated && !lane.refused.isEmpty() && !event.equals(lane.refused)) {
      broken.add(at + ": " + event + " overtook " + lane.refused + ", which had failed");
    }
  }

  private static Customer.Fact fact(ObjectNode payload) {
    ObjectNode data = (ObjectNode) payload.get("data");
    return new Customer.Fact(
        payload.path("type").asText(),
        data.path("id").asText(),
        data.path("display_name").asText());
  }

  /// What was accepted at an endpoint: for each organization its events in order.
  synchronized Map<String, List<Customer.Fact>> accepted(Subscription at) {
    Map<String, List<Customer.Fact>> all = new HashMap<>();
    lanes
        .getOrDefault(at, Map.of())
        .forEach(
            (organization, lane) -> all.put(organization, List.copyOf(lane.accepted.values())));
    return all;
  }

  /// The promises that were seen to break.
  synchronized List<String> broken() {
    return List.copyOf(broken);
  }

  synchronized long requests() {
    return requests;
  }

  /// Requests for what had been accepted before.
  synchronized long repeats() {
    return repeats;
  }

  synchronized long events() {
    return bodies.size();
  }
}
