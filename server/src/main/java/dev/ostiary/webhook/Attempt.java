package dev.ostiary.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One request to an endpoint, and what came of it.
///
/// @param number 1 for the first attempt of the event at this endpoint
/// @param request what was sent
/// @param responseStatus the HTTP status; null when no answer came
/// @param responseBody the first {@link #KEPT_BYTES} of the answer
/// @param error why it counts as failed, in words for the app's developer; empty on success
public record Attempt(
    int number,
    Instant startTime,
    Duration duration,
    Outcome outcome,
    SentRequest request,
    @Nullable Integer responseStatus,
    byte[] responseBody,
    String error) {
  /// Enough for an error page to be understood, little enough to be kept for each attempt.
  public static final int KEPT_BYTES = 16 * 1024;

  /// How an attempt ended.
  public enum Outcome {
    SUCCESS,
    /// It failed and will be tried again.
    FAILURE,
    /// It failed, and it was the last of the schedule.
    EXHAUSTED
  }

  Attempt exhausted() {
    return new Attempt(
        number,
        startTime,
        duration,
        Outcome.EXHAUSTED,
        request,
        responseStatus,
        responseBody,
        error);
  }
}
