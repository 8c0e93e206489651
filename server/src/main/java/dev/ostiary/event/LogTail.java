package dev.ostiary.event;

import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.Id;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The moving end of the log, followed once per process and passed on to any number of subscribers.
///
/// Events come in two ways. The thread that committed one hands it over ({@link #offer}), so
/// nothing is read back; {@link #sweep} finds in the database what was not handed over: written by
/// another process, or before this one started. Subscribers see each event once, and the events of
/// one stream in order.
///
/// A cursor must not pass an uncommitted writer, or it would skip what that writer commits later.
/// Positions are drawn before the commit, so a missing one is a *gap*: its transaction is either
/// still open or was rolled back. A gap is closed when its event appears, or when every transaction
/// that was open at its discovery has ended. Below the first gap lies the {@link #horizon}: nothing
/// can appear there any more. A gap holds back the horizon and nothing else: what lies beyond it is
/// passed on at once, since it belongs to other streams (a stream's events are appended under a
/// lock).
public final class LogTail {
  /// Enough to keep every sender busy until the next sweep, small enough to be read in
  /// milliseconds.
  static final int SWEEP_LIMIT = 1_000;

  /// Streams whose last sequence number is remembered for the hand-off; the sweep serves the
  /// others. About 100 bytes each.
  private static final int REMEMBERED_STREAMS = 100_000;

  /// Events kept for late subscribers while a gap holds back the horizon; about 1 KB each.
  private static final int REMEMBERED_EVENTS = 10_000;

  private final Database database;
  private final EventStore store = new EventStore();
  private final Object sweeping = new Object();

  private final Map<EnvironmentId, List<Consumer<Event>>> subscribers = new HashMap<>();
  private final Map<Id, Long> lastSequence =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Id, Long> eldest) {
          return size() > REMEMBERED_STREAMS;
        }
      };

  /// Every position up to here was found or is a gap.
  private long readTo;

  /// Missing positions up to `readTo`, each with the number that the oldest open transaction must
  /// have reached before the gap counts as rolled back.
  private final TreeMap<Long, Long> gaps = new TreeMap<>();

  /// Positions beyond the horizon whose events were passed on already.
  private final Positions ahead = new Positions();

  /// The events at those positions, for subscribers that come late; the oldest are forgotten first.
  private final TreeMap<Long, Event> recent = new TreeMap<>();

  /// The last position that was forgotten: a subscriber must have seen it.
  private long forgotten;

  private volatile long horizon;
  private volatile Runnable sweepWanted = () -> {};
  private volatile Runnable advanced = () -> {};
  private boolean started;

  public LogTail(Database database) {
    this.database = database;
  }

  /// Begins to follow the log behind `settled`: a position up to which nothing can appear any more,
  /// such as any stored cursor.
  public synchronized void start(long settled) {
    readTo = settled;
    horizon = settled;
    started = true;
  }

  /// Nothing can appear at or below this position any more, and all of it was passed on.
  public long horizon() {
    return horizon;
  }

  /// How many positions below the last one read are still undecided; a growing number means that a
  /// writer hangs.
  public synchronized int openGaps() {
    return gaps.size();
  }

  /// Runs `action` when there is something that only a sweep can find; it must be quick.
  public void onSweepWanted(Runnable action) {
    sweepWanted = action;
  }

  /// Runs `action` whenever the horizon has moved on, under the tail's lock: it must be quick and
  /// must not throw.
  public void onAdvance(Runnable action) {
    advanced = action;
  }

  /// Takes an event from the thread that just committed it.
  void offer(Event event) {
    if (!pass(event)) {
      sweepWanted.run();
    }
  }

  /// @return false when the event's place in the order is not known here
  private synchronized boolean pass(Event event) {
    if (!started) {
      return false;
    }
    long last = lastSequence.getOrDefault(event.stream(), event.sequence() == 1 ? 0L : -1L);
    if (last < 0 || event.sequence() > last + 1) {
      return false;
    }
    if (event.sequence() == last + 1) {
      passOn(event);
      advance();
    }
    return true;
  }

  /// Looks into the database for what is new or was a gap.
  ///
  /// @return whether there may be more to read at once
  public boolean sweep() {
    // One at a time: a look that overtook another could declare dead what it never asked for.
    synchronized (sweeping) {
      long from;
      long[] open;
      synchronized (this) {
        from = readTo;
        open = gaps.keySet().stream().mapToLong(Long::longValue).toArray();
      }
      EventStore.Sweep found = database.transact(tx -> store.sweep(tx, from, open, SWEEP_LIMIT));
      take(found);
      return found.events().size() >= SWEEP_LIMIT;
    }
  }

  private synchronized void take(EventStore.Sweep found) {
    for (Event event : found.events()) {
      boolean unseen = event.position() > readTo || gaps.containsKey(event.position());
      for (long missing = readTo + 1; missing < event.position(); missing++) {
        gaps.put(missing, found.ownNumber());
      }
      readTo = Math.max(readTo, event.position());
      if (unseen && !ahead.contains(event.position())) {
        passOn(event);
      }
    }
    gaps.keySet().removeIf(ahead::contains);
    gaps.values().removeIf(mustHaveEnded -> found.oldestOpen() >= mustHaveEnded);
    advance();
  }

  private void passOn(Event event) {
    ahead.add(event.position());
    recent.put(event.position(), event);
    if (recent.size() > REMEMBERED_EVENTS) {
      forgotten = Math.max(forgotten, recent.pollFirstEntry().getKey());
    }
    lastSequence.merge(event.stream(), event.sequence(), Math::max);
    for (Consumer<Event> subscriber : subscribers.getOrDefault(event.environment(), List.of())) {
      subscriber.accept(event);
    }
  }

  private void advance() {
    gaps.keySet().removeIf(ahead::contains);
    readTo = ahead.runAfter(readTo);
    long settled = gaps.isEmpty() ? readTo : gaps.firstKey() - 1;
    ahead.removeUpTo(settled);
    recent.headMap(settled, true).clear();
    if (settled > horizon) {
      horizon = settled;
      advanced.run();
    }
  }

  /// Adds a subscriber that has seen everything up to `seen`, and gives it at once what was passed
  /// on beyond that. Subscribers are called under the tail's lock: they must be quick and must not
  /// throw.
  ///
  /// @return false, and nothing is done, when `seen` lies before the horizon: read up to it first
  public synchronized boolean subscribe(
      EnvironmentId environment, long seen, Consumer<Event> subscriber) {
    if (!started || seen < horizon || seen < forgotten) {
      return false;
    }
    List<Consumer<Event>> all = new ArrayList<>(subscribers.getOrDefault(environment, List.of()));
    all.add(subscriber);
    subscribers.put(environment, all);
    for (Event event : List.copyOf(recent.tailMap(seen, false).values())) {
      if (event.environment().equals(environment)) {
        subscriber.accept(event);
      }
    }
    return true;
  }

  /// Removes a subscriber; it is not called again once this returns. It may remove itself while it
  /// is being called.
  public synchronized void unsubscribe(EnvironmentId environment, Consumer<Event> subscriber) {
    List<Consumer<Event>> rest = new ArrayList<>(subscribers.getOrDefault(environment, List.of()));
    rest.remove(subscriber);
    subscribers.put(environment, rest);
  }
}
