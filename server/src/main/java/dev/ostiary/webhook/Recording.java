package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a courier asks to have written: an attempt, a lane that is parked or freed, or both; the
/// cursor goes along with all of it.
///
/// @param attempt null when nothing was sent
/// @param lane null when the lane needs no row
/// @param committed brings the courier's lanes up to date once it is written
record Recording(
    Courier courier, @Nullable Made attempt, @Nullable LaneChange lane, Runnable committed) {

  /// An attempt at an event.
  record Made(Event event, Attempt attempt) {}

  /// How a lane's row must look.
  sealed interface LaneChange {
    long lane();

    /// There is a row.
    record Park(long lane, long stream, long settledSequence, int attempts, Instant dueTime)
        implements LaneChange {}

    /// There is none.
    record Free(long lane) implements LaneChange {}
  }
}
