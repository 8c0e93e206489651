package dev.ostiary.webhook;

import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A lane of an endpoint that waits because its first event could not be delivered.
///
/// @param lane its number at the endpoint
/// @param organization whose events wait; null when they belong to none
/// @param event what is tried next
/// @param since when that was tried first; null when it follows one that has just succeeded
/// @param attempts how often it was tried
/// @param nextAttemptTime when it is due
/// @param lastResponseStatus null when there was no attempt, or no answer to the last one
/// @param lastError why the last attempt failed, in words for people; empty when there was none
/// @param waiting how many events wait behind it; counted no further than {@link
///   BlockedLanes#COUNTED}
public record BlockedLane(
    long lane,
    @Nullable OrganizationId organization,
    EventId event,
    String eventType,
    @Nullable Instant since,
    int attempts,
    Instant nextAttemptTime,
    @Nullable Integer lastResponseStatus,
    String lastError,
    int waiting) {}
