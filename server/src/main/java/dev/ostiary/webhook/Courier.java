package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves one endpoint, as it was set up when it began, while this node owns it: sends what its
/// {@link Lanes} allow, has the outcome recorded, and only then goes on in the lane, so that a
/// crash repeats at most the one event of a lane that was under way.
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /// Requests under way to one endpoint at the most.
  static final int MAX_IN_FLIGHT = 64;

  /// What an attempt may take beyond its time-out: to be judged and recorded.
  private static final Duration RECORDING = Duration.ofSeconds(5);

  /// What a courier works with; the same for all of a process.
  ///
  /// @param gone is told of an endpoint that wants nothing any more
  record Workplace(
      EventLog log,
      LogTail tail,
      Sender sender,
      Recorder recorder,
      Consumer<Endpoint> gone,
      InstantSource clock,
      Executor executor) {}

  private final Workplace work;
  private final Lanes lanes;
  private final LogFollower follower;
  private final Destination destination;

  // What follows is guarded by the monitor of the lanes.
  private final ArrayDeque<LaneDrain> drains = new ArrayDeque<>();
  private final Set<Long> draining = new HashSet<>();
  private final Map<Long, DeliveryStore.Due> dueTooSoon = new HashMap<>();
  private boolean closed;
  private boolean drainsTurn;
  private int inFlight;

  private final AtomicBoolean pumping = new AtomicBoolean();

  Courier(Workplace work, Destination destination, Lanes lanes) {
    this.work = work;
    this.destination = destination;
    this.lanes = lanes;
    this.follower =
        new LogFollower(
            work,
            destination.endpoint().environment(),
            lanes,
            event -> endpoint().settings().wants(event.type()),
            this::schedulePump);
  }

  Endpoint endpoint() {
    return destination.endpoint();
  }

  /// Which state of the endpoint it works with.
  long revision() {
    return destination.revision();
  }

  /// Sees to it that it goes on where it can; called now and then, and whenever something changed.
  void nudge() {
    follower.nudge();
  }

  /// Where the cursor may stand once the events at `settling` are recorded as well.
  long cursor(Set<Long> settling) {
    synchronized (lanes) {
      follower.settle();
      return lanes.cursor(settling);
    }
  }

  /// Begins to empty a lane that is due.
  void resume(DeliveryStore.Due due) {
    synchronized (lanes) {
      if (lanes.isParked(due.lane())) {
        drain(due);
      } else {
        // Its row is committed, and we are about to hear of that.
        dueTooSoon.put(due.lane(), due);
      }
    }
    schedulePump();
  }

  private void drain(DeliveryStore.Due due) {
    if (draining.add(due.lane())) {
      drains.add(new LaneDrain(due));
    }
  }

  private void schedulePump() {
    if (pumping.compareAndSet(false, true)) {
      work.executor()
          .execute(() -> {
            pumping.set(false);
            pump();
          });
    }
  }

  /// Sends as much as may be sent now; fresh events and parked lanes take turns.
  private void pump() {
    while (true) {
      LaneDrain drain;
      Event event;
      synchronized (lanes) {
        if (closed || inFlight >= MAX_IN_FLIGHT) {
          return;
        }
        drainsTurn = !drainsTurn;
        drain = drainsTurn ? drains.poll() : null;
        event = drain == null ? lanes.next() : null;
        if (drain == null && event == null) {
          drain = drains.poll();
        }
        if (drain == null && event == null) {
          return;
        }
        inFlight++;
      }
      if (event != null) {
        Event fresh = event;
        work.sender().send(destination, fresh, 1, sent -> sent(fresh, sent));
      } else if (drain != null) {
        LaneDrain parked = drain;
        work.executor().execute(() -> advance(parked));
      }
    }
  }

  private void sent(Event event, Sender.Sent sent) {
    Instant retryTime = sent.retryTime();
    if (retryTime == null) {
      record(event, sent, null, () -> done(() -> lanes.settled(event)));
    } else {
      long lane = endpoint().settings().ordering().lane(event);
      record(
          event,
          sent,
          new Recording.LaneChange.Park(
              lane, event.organization(), event.sequence() - 1, sent.attempt().number(), retryTime),
          () -> done(() -> parked(event, lane)));
    }
  }

  private void parked(Event event, long lane) {
    lanes.parked(event);
    DeliveryStore.Due due = dueTooSoon.remove(lane);
    if (due != null) {
      drain(due);
    }
  }

  /// Sends the next event of a parked lane, or frees the lane when there is none left.
  private void advance(LaneDrain drain) {
    Event event;
    try {
      event = drain.head(work.log(), endpoint(), lanes);
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).addKeyValue("endpoint", endpoint().id()).log("lane not read");
      done(() -> draining.remove(drain.lane())); // its row falls due again when its lease ends
      return;
    }
    if (event == null) {
      work.recorder()
          .record(new Recording(this, null, new Recording.LaneChange.Free(drain.lane()), () -> {}));
      done(() -> draining.remove(drain.lane()));
      return;
    }
    work.sender()
        .send(destination, event, drain.nextAttempt(), sent -> drained(drain, event, sent));
  }

  private void drained(LaneDrain drain, Event event, Sender.Sent sent) {
    Instant retryTime = sent.retryTime();
    if (retryTime == null) {
      drain.settled(event);
      Instant lease = work.clock().instant().plus(endpoint().settings().timeout()).plus(RECORDING);
      record(
          event,
          sent,
          drain.parked(0, lease),
          () ->
              done(() -> {
                lanes.settledBefore(event.position());
                drains.add(drain);
              }));
    } else {
      record(
          event,
          sent,
          drain.parked(sent.attempt().number(), retryTime),
          () -> done(() -> draining.remove(drain.lane())));
    }
  }

  private void record(
      Event event, Sender.Sent sent, Recording.@Nullable LaneChange lane, Runnable committed) {
    if (sent.gone()) {
      work.executor().execute(() -> work.gone().accept(endpoint()));
    }
    work.recorder()
        .record(new Recording(this, new Recording.Made(event, sent.attempt()), lane, committed));
  }

  /// Ends one piece of work: `change` brings the lanes up to date, and what it makes possible is
  /// begun.
  private void done(Runnable change) {
    synchronized (lanes) {
      change.run();
      inFlight--;
    }
    schedulePump();
    follower.nudge();
  }

  /// Takes and sends nothing more; what is under way is still recorded.
  void close() {
    synchronized (lanes) {
      closed = true;
    }
    follower.close();
  }

  boolean closed() {
    synchronized (lanes) {
      return closed;
    }
  }

  /// Whether nothing is under way, neither on the network nor on its way into the database.
  boolean idle() {
    synchronized (lanes) {
      return inFlight == 0;
    }
  }
}
