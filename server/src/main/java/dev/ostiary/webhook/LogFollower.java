package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.platform.id.EnvironmentId;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the events of the log to the lanes of one endpoint.
///
/// It follows the log's tail while the lanes keep up. When too much has piled up in them it leaves
/// the tail and reads pages of the log instead, so a backlog costs no memory however long it is.
/// Whoever touches the lanes holds their monitor.
final class LogFollower {
  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

  /// Events held in memory for an endpoint that must be left alone: enough for the next probes.
  private static final int LITTLE = 64;

  private static final int PAGE = 500;

  /// How events arrive.
  private enum Mode {
    /// By pages of the log.
    BEHIND,
    /// The tail is handing over what it remembers; its horizon says nothing about us yet.
    JOINING,
    /// Whatever lies up to the tail's horizon was offered.
    LIVE,
    /// Not any more.
    CLOSED
  }

  private final EventLog log;
  private final LogTail tail;
  private final EventRoom room;
  private final Executor executor;
  private final EnvironmentId environment;
  private final Lanes lanes;
  private final Predicate<Event> wanted;
  private final BooleanSupplier resting;
  private final Runnable onArrival;
  private final AtomicBoolean reading = new AtomicBoolean();
  private Mode mode = Mode.BEHIND;

  /// At the tail; null while pages are read.
  private @Nullable Stay stay;

  /// One stay at the tail, from which nothing more is taken once it has ended: the tail hears of
  /// that a little later, and may even be joined before it hears of an earlier end.
  private final class Stay implements Consumer<Event> {
    @Override
    public void accept(Event event) {
      take(this, event);
    }
  }

  /// @param resting whether little is to be held, since nothing is sent at present
  /// @param onArrival runs, under the monitor, when something was offered to the lanes
  LogFollower(
      Workplace work,
      EnvironmentId environment,
      Lanes lanes,
      Predicate<Event> wanted,
      BooleanSupplier resting,
      Runnable onArrival) {
    this.log = work.log();
    this.tail = work.tail();
    this.room = work.room();
    this.executor = work.executor();
    this.environment = environment;
    this.lanes = lanes;
    this.wanted = wanted;
    this.resting = resting;
    this.onArrival = onArrival;
    room.enter();
  }

  /// Sees to it that events go on arriving if there is room for them.
  void nudge() {
    if (wantsPages() && reading.compareAndSet(false, true)) {
      executor.execute(this::catchUp);
    }
  }

  private boolean wantsPages() {
    synchronized (lanes) {
      return mode == Mode.BEHIND && lanes.load() < highWater() / 2;
    }
  }

  /// Events held in memory: above this the tail is left, below half of it pages are read.
  private int highWater() {
    // Most of the time there is nothing to hold, and then this need not be asked.
    return lanes.load() >= LITTLE / 2 && resting.getAsBoolean() ? LITTLE : room.perEndpoint();
  }

  private void catchUp() {
    try {
      while (wantsPages()) {
        long from = readTo();
        long horizon = tail.horizon();
        if (from < horizon) {
          int limit = resting() ? LITTLE : Math.min(PAGE, room.perEndpoint());
          List<Event> page = log.page(environment, from, horizon, limit);
          take(from, page, page.size() < limit ? horizon : page.getLast().position());
        } else if (joinTail(from) || tail.horizon() == horizon) {
          return; // joined, or to be tried again at the next nudge
        }
      }
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).addKeyValue("environment", environment).log("log not read");
    } finally {
      reading.set(false);
    }
    if (readTo() < tail.horizon()) {
      nudge(); // the wish to go on may have come while the flag was still up
    }
  }

  private boolean resting() {
    synchronized (lanes) {
      return resting.getAsBoolean();
    }
  }

  private long readTo() {
    synchronized (lanes) {
      return lanes.readTo();
    }
  }

  /// @param from where the page begins; when the lanes no longer stand there, they have let go of
  ///   what lies before it, and that must be read first
  private void take(long from, List<Event> page, long upTo) {
    synchronized (lanes) {
      if (mode == Mode.BEHIND && lanes.readTo() == from) {
        page.forEach(this::offer);
        lanes.readTo(upTo);
        onArrival.run();
      }
    }
  }

  private void offer(Event event) {
    if (wanted.test(event)) {
      lanes.offer(event);
    }
  }

  private boolean joinTail(long seen) {
    Stay mine = new Stay();
    synchronized (lanes) {
      if (mode == Mode.CLOSED) {
        return false;
      }
      mode = Mode.JOINING;
      stay = mine;
    }
    // Without the monitor: the tail calls us under its own lock.
    boolean joined = tail.subscribe(environment, seen, mine);
    synchronized (lanes) {
      if (stay == mine) {
        mode = joined ? Mode.LIVE : Mode.BEHIND;
        stay = joined ? mine : null;
        return joined;
      }
    }
    // Closed, or too much arrived at once; whoever saw that may have come before the tail knew us.
    tail.unsubscribe(environment, mine);
    return false;
  }

  /// Takes an event from the tail.
  private void take(Stay from, Event event) {
    synchronized (lanes) {
      if (stay != from) {
        return;
      }
      if (lanes.load() < highWater()) {
        offer(event);
        onArrival.run();
      } else {
        // What lies beyond the horizon was offered in part; the lanes know which, and skip it when
        // it is read again.
        lanes.readTo(tail.horizon());
        mode = Mode.BEHIND;
        stay = null;
        tail.unsubscribe(environment, from);
      }
    }
  }

  /// Lets go of what waits in memory, when it is more than the next probes need: it is read again
  /// when there is room for it.
  void shed() {
    Stay ended;
    synchronized (lanes) {
      if (mode == Mode.CLOSED || lanes.load() <= LITTLE) {
        return;
      }
      lanes.shed();
      mode = Mode.BEHIND;
      ended = end();
    }
    leave(ended);
  }

  private @Nullable Stay end() {
    Stay ended = stay;
    stay = null;
    return ended;
  }

  /// Without the monitor: the tail has its own lock.
  private void leave(@Nullable Stay ended) {
    if (ended != null) {
      tail.unsubscribe(environment, ended);
    }
  }

  /// Tells the lanes how far everything has been offered.
  void settle() {
    synchronized (lanes) {
      if (mode == Mode.LIVE) {
        lanes.readTo(tail.horizon());
      }
    }
  }

  /// May be called twice.
  void close() {
    Stay ended;
    synchronized (lanes) {
      if (mode != Mode.CLOSED) {
        room.leave();
      }
      mode = Mode.CLOSED;
      ended = end();
    }
    leave(ended);
  }
}
