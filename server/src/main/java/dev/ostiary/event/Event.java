package dev.ostiary.event;

import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.Id;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event in the log.
///
/// @param position its place in the log; grows, with holes where a transaction was rolled back
/// @param stream its organization, or the endpoint that an operational event tells of
/// @param sequence its number in its stream: 1, 2, 3, … without a hole
/// @param recipient the endpoint that a test event is for; null when it is no test
/// @param payload the standard payload, byte for byte as every reader gets it; not to be changed
/// @param detail what the detailed payload adds; not to be changed
public record Event(
    long position,
    EnvironmentId environment,
    EventId id,
    Id stream,
    long sequence,
    String type,
    Instant occurredAt,
    @Nullable EndpointId recipient,
    byte[] payload,
    byte[] detail) {

  /// The organization it belongs to; null when it tells of Ostiary's own work.
  public @Nullable OrganizationId organization() {
    return stream instanceof OrganizationId organization ? organization : null;
  }

  /// Whether it tells of nothing that happened.
  public boolean isTest() {
    return recipient != null;
  }

  /// The detailed payload: the standard one with `timestamp`, `display_name`, `actor`,
  /// `request_id`, `sequence`, `previous_sequence` and, in `data`, `previous_attributes`.
  public byte[] detailedPayload() {
    return Payload.detailed(payload, detail, sequence);
  }
}
