package dev.ostiary.webhook;

import static java.util.Objects.requireNonNull;

import dev.ostiary.event.Event;
import dev.ostiary.event.Positions;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The order of one endpoint's deliveries: which event may be sent now, which must wait for which,
/// and how far the cursor may move. It knows neither network nor database nor time.
///
/// In a lane one event is under way at a time. When it is settled (delivered or exhausted) the next
/// one may go. When it fails the lane is parked: its events are left in the log, so that they cost
/// no memory, and the cursor may pass them. Not safe for use by several threads at once.
final class Lanes {
  private final Ordering ordering;
  private final Map<Long, Lane> lanes = new HashMap<>();
  private final ArrayDeque<Event> ready = new ArrayDeque<>();

  /// Positions under way or waiting in memory: the cursor must stay before the first.
  private final TreeSet<Long> unsettled = new TreeSet<>();

  /// Positions beyond `readTo` that need no second look.
  private final Positions seen = new Positions();

  /// Every event up to here was offered.
  private long readTo;

  private static final class Lane {
    final ArrayDeque<Event> waiting = new ArrayDeque<>();
    boolean parked;

    /// While it is parked: its row says that everything up to here is settled.
    long settledSequence;

    /// The last event that was left in the log while the lane was parked.
    long lastLeftBehind;
  }

  Lanes(Ordering ordering, long readTo) {
    this.ordering = ordering;
    this.readTo = readTo;
  }

  /// Takes note of a lane that was parked by an earlier run.
  void parkedBefore(long key, long settledSequence) {
    lanes.computeIfAbsent(key, unknown -> new Lane()).parked = true;
    standsAt(key, settledSequence);
  }

  /// The row of a parked lane now says that everything up to `settledSequence` is settled.
  void standsAt(long key, long settledSequence) {
    lane(key).settledSequence = settledSequence;
  }

  /// Takes note of an event that an earlier run settled beyond the cursor, or that was delivered
  /// while draining its lane.
  void settledBefore(long position) {
    if (position > readTo) {
      seen.add(position);
    }
  }

  /// Offers an event that the endpoint wants; those of one lane must come in order. One that was
  /// offered before is ignored.
  void offer(Event event) {
    if (event.position() <= readTo || !seen.add(event.position())) {
      return;
    }
    long key = key(event);
    Lane lane = lanes.get(key);
    if (lane == null) {
      lanes.put(key, new Lane());
      ready.add(event);
    } else if (lane.parked) {
      lane.lastLeftBehind = event.sequence();
      return;
    } else {
      lane.waiting.add(event);
    }
    unsettled.add(event.position());
  }

  /// A parked lane keeps its events, even if the endpoint has chosen another ordering since.
  private long key(Event event) {
    if (isParked(event.id().number())) {
      return event.id().number();
    }
    return isParked(event.stream().number()) ? event.stream().number() : ordering.lane(event);
  }

  /// Forgets what waits in memory, so that it must be offered again; what is under way stays.
  void shed() {
    TreeSet<Long> forgotten = new TreeSet<>();
    for (Event event : ready) {
      forgotten.add(event.position());
      forget(requireNonNull(lanes.remove(ordering.lane(event))), forgotten);
    }
    ready.clear();
    lanes.values().forEach(lane -> forget(lane, forgotten));
    if (forgotten.isEmpty()) {
      return;
    }
    long before = Math.min(readTo, forgotten.first() - 1);
    if (before < readTo) {
      seen.addRange(before + 1, readTo);
      readTo = before;
    }
    forgotten.forEach(seen::remove);
    unsettled.removeAll(forgotten);
  }

  private static void forget(Lane lane, Set<Long> forgotten) {
    lane.waiting.forEach(event -> forgotten.add(event.position()));
    lane.waiting.clear();
  }

  /// Whether there is an event to send.
  boolean isReady() {
    return !ready.isEmpty();
  }

  /// The next event to send, if any; the same one is not given twice.
  @Nullable Event next() {
    return ready.poll();
  }

  /// An event of a lane that is not parked was delivered or exhausted, and that is recorded.
  void settled(Event event) {
    unsettled.remove(event.position());
    long key = ordering.lane(event);
    Lane lane = lane(key);
    Event following = lane.waiting.poll();
    if (following == null) {
      lanes.remove(key);
    } else {
      ready.add(following);
    }
  }

  /// An event failed, and its lane is recorded as parked.
  void parked(Event event) {
    unsettled.remove(event.position());
    Lane lane = lane(ordering.lane(event));
    lane.parked = true;
    lane.settledSequence = event.sequence() - 1;
    for (Event waiting : lane.waiting) {
      unsettled.remove(waiting.position());
      lane.lastLeftBehind = waiting.sequence();
    }
    lane.waiting.clear();
  }

  /// Frees a parked lane of which everything up to `settledSequence` is settled.
  ///
  /// @return false when it must go on draining from the log, because more was left behind
  boolean freed(long key, long settledSequence) {
    Lane lane = lanes.get(key);
    if (lane == null) {
      return true;
    }
    if (lane.lastLeftBehind > settledSequence) {
      return false;
    }
    lanes.remove(key);
    return true;
  }

  boolean isParked(long key) {
    Lane lane = lanes.get(key);
    return lane != null && lane.parked;
  }

  /// Whether a lane is parked and its row says that just the events up to here are settled.
  boolean isParkedAt(long key, long settledSequence) {
    Lane lane = lanes.get(key);
    return lane != null && lane.parked && lane.settledSequence == settledSequence;
  }

  /// Every event up to `position` has been offered.
  void readTo(long position) {
    readTo = Math.max(readTo, position);
    seen.removeUpTo(readTo);
  }

  long readTo() {
    return readTo;
  }

  /// Where the cursor may stand once the events at `settling` are settled too.
  long cursor(Set<Long> settling) {
    for (long position : unsettled) {
      if (!settling.contains(position)) {
        return Math.min(readTo, position - 1);
      }
    }
    return readTo;
  }

  /// How many events are held in memory.
  int load() {
    return unsettled.size();
  }

  private Lane lane(long key) {
    Lane lane = lanes.get(key);
    if (lane == null) {
      throw new IllegalStateException("no event of lane " + key + " is under way");
    }
    return lane;
  }
}
