package dev.ostiary.webhook;

import dev.ostiary.platform.id.EndpointId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Several recordings made ready for one commit.
///
/// @param lanes for each lane only its last change
/// @param standings how each endpoint stands once all of this is written
record DeliveryBatch(
    List<MadeAt> attempts,
    Map<LaneAt, Recording.LaneChange> lanes,
    Map<EndpointId, Courier.Standing> standings) {

  /// An attempt and the endpoint it was made at.
  record MadeAt(Endpoint endpoint, Recording.Made made) {}

  private record AttemptAt(EndpointId endpoint, long position, int number) {}

  /// A lane of an endpoint.
  record LaneAt(EndpointId endpoint, long lane) {}

  /// The attempts that were the last of their schedule.
  List<MadeAt> exhausted() {
    return attempts.stream()
        .filter(at -> at.made().attempt().outcome() == Attempt.Outcome.EXHAUSTED)
        .toList();
  }

  static DeliveryBatch of(List<Recording> recordings) {
    Map<AttemptAt, MadeAt> attempts = new LinkedHashMap<>();
    Map<LaneAt, Recording.LaneChange> lanes = new LinkedHashMap<>();
    Map<Courier, Set<Long>> settling = new HashMap<>();
    for (Recording recording : recordings) {
      Endpoint endpoint = recording.courier().endpoint();
      Set<Long> positions =
          settling.computeIfAbsent(recording.courier(), courier -> new HashSet<>());
      Recording.Made made = recording.attempt();
      if (made != null) {
        long position = made.event().position();
        attempts.put(
            new AttemptAt(endpoint.id(), position, made.attempt().number()),
            new MadeAt(endpoint, made));
        positions.add(position);
      }
      Recording.LaneChange lane = recording.lane();
      if (lane != null) {
        lanes.put(new LaneAt(endpoint.id(), lane.lane()), lane);
      }
    }
    Map<EndpointId, Courier.Standing> standings = new HashMap<>();
    settling.forEach((courier, positions) ->
        standings.put(courier.endpoint().id(), courier.standing(positions)));
    return new DeliveryBatch(List.copyOf(attempts.values()), lanes, standings);
  }
}
