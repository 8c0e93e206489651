package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
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

  /// The event to send next; null when the lane is empty and has been freed.
  @Nullable Event head(EventLog log, Endpoint endpoint, Lanes lanes) {
    while (true) {
      for (Event event = page.poll(); event != null; event = page.poll()) {
        if (endpoint.settings().wants(event.type())) {
          return event;
        }
        settled(event);
      }
      if (!read(log, endpoint) && freed(endpoint, lanes)) {
        return null;
      }
    }
  }

  private boolean read(EventLog log, Endpoint endpoint) {
    boolean single = endpoint.settings().ordering() == Ordering.NONE;
    if (single && settledSequence > due.settledSequence()) {
      return false; // the lane was this one event
    }
    List<Event> found =
        log.lane(endpoint.environment(), due.organization(), settledSequence, single ? 1 : PAGE);
    page.addAll(found);
    return !found.isEmpty();
  }

  private boolean freed(Endpoint endpoint, Lanes lanes) {
    long upTo = endpoint.settings().ordering() == Ordering.NONE ? Long.MAX_VALUE : settledSequence;
    synchronized (lanes) {
      return lanes.freed(due.lane(), upTo);
    }
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
        due.lane(), due.organization(), settledSequence, attempts, dueTime);
  }
}
