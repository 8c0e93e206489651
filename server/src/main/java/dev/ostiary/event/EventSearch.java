package dev.ostiary.event;

import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody who looks through the log wants to see; null asks for nothing in particular.
///
/// @param types the wire names; none for all that are sent to everybody
/// @param from the earliest time, inclusive
/// @param to the latest time, exclusive
public record EventSearch(
    List<String> types,
    @Nullable OrganizationId organization,
    @Nullable ConnectionId connection,
    @Nullable Instant from,
    @Nullable Instant to) {
  public EventSearch {
    types = List.copyOf(types.isEmpty() ? EventType.ofEverybody() : types);
  }
}
