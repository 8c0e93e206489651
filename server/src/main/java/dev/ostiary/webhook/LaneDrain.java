package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A parked lane that is being emptied from the log, one event after the other.
final class LaneDrain {
  private static final int PAGE = 100;

  private final DeliveryStore.Due due;
  private final ArrayDeque<Event> page = new ArrayDeque<>();
  private long settledSequence;
  private int attempts;

  LaneDrain(DeliveryStore.Due due) {
    this.due = due;
    this.settledSequence = due.settledSequence();
    this.attempts = due.attempts();
  }

  long lane() {
    return due.lane();
  }

  /// The number of the next attempt.
  int nextAttempt() {
    return attempts + 1;
  }

  /// The event to send next; null when the log holds no more of the lane.
  @Nullable Event head(EventLog log, Endpoint endpoint) {
    do {
      for (Event event = page.poll(); event != null; event = page.poll()) {
        if (event.sequence() != settledSequence + 1) {
          attempts = 0; // what was tried before is no longer in the log
        }
        if (endpoint.wants(event)) {
          return event;
        }
        settled(event);
      }
    } while (read(log, endpoint));
    return null;
  }

  private boolean read(EventLog log, Endpoint endpoint) {
    if (isSingle() && settledSequence > due.settledSequence()) {
      return false;
    }
    int limit = isSingle() ? 1 : PAGE;
    for (Event event : log.lane(endpoint.environment(), due.stream(), settledSequence, limit)) {
      // Behind a single event that is settled comes another lane's.
      if (!isSingle() || event.id().number() == due.lane()) {
        page.add(event);
      }
    }
    return !page.isEmpty();
  }

  /// Whether the lane is one event: it was parked when the endpoint asked for no order.
  private boolean isSingle() {
    return due.lane() != due.stream();
  }

  /// Everything of the lane up to here is settled.
  long settledSequence() {
    return isSingle() ? Long.MAX_VALUE : settledSequence;
  }

  /// The event needs nothing more; the lane stands behind it.
  void settled(Event event) {
    settledSequence = event.sequence();
    attempts = 0;
  }

  /// The next attempt was made in vain.
  Recording.LaneChange.Park failed(int attempt, Instant retryTime) {
    attempts = attempt;
    return parked(retryTime);
  }

  /// How the lane's row must look for its next event to be tried at `dueTime`.
  Recording.LaneChange.Park parked(Instant dueTime) {
    return new Recording.LaneChange.Park(
        due.lane(), due.stream(), settledSequence, attempts, dueTime);
  }
}
