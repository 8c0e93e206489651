package dev.ostiary.webhook;

import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What became of one event at one endpoint.
///
/// @param position of the event in the log
/// @param organization null when the event belongs to none
/// @param test whether the event tells of nothing that happened
/// @param attempts how often it was tried
/// @param nextAttemptTime when it is due again; null when it is not waiting for a time
/// @param lastResponseStatus null when there was no attempt, or no answer to the last one
public record Delivery(
    EventId event,
    long position,
    String eventType,
    @Nullable OrganizationId organization,
    long sequence,
    Instant occurredAt,
    boolean test,
    Status status,
    int attempts,
    @Nullable Instant nextAttemptTime,
    @Nullable Integer lastResponseStatus) {

  /// How it stands.
  public enum Status {
    /// Not tried yet: on its way, or behind a failed one in its lane.
    PENDING,
    /// Tried in vain, and due again.
    RETRYING,
    SUCCESS,
    /// Tried in vain for the last time.
    EXHAUSTED,
    /// The endpoint has gone past it without a success, and will not come back for it by itself.
    SKIPPED
  }
}
