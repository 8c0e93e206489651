package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves one endpoint, as it was set up when it began, while this node owns it: sends what its
/// {@link Lanes} allow, has the outcome recorded, and only then goes on in the lane, so that a
/// crash repeats at most the one event of a lane that was under way.
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /// What an attempt may take beyond its time-out: to be judged and recorded.
  static final Duration RECORDING = Duration.ofSeconds(5);

  /// Answered requests that may wait to be recorded: as many as one commit takes. A crash repeats
  /// them, one per lane.
  private static final int MAX_UNRECORDED = 1_000;

  private final Workplace work;
  private final Lanes lanes;
  private final LogFollower follower;
  private final Destination destination;
  private final Gate gate;

  // What follows is guarded by the monitor of the lanes.
  private final ArrayDeque<LaneDrain> drains = new ArrayDeque<>();
  private final Set<Long> draining = new HashSet<>();
  private final Map<Long, DeliveryStore.Due> dueTooSoon = new HashMap<>();
  private boolean closed;
  private boolean drainsTurn;

  /// What was handed to the recorder and is not committed.
  private int unrecorded;

  private final AtomicBoolean pumping = new AtomicBoolean();

  Courier(Workplace work, Destination destination, Circuit circuit, Lanes lanes) {
    this.work = work;
    this.destination = destination;
    this.lanes = lanes;
    this.gate = new Gate(work, endpoint().settings().pace(), circuit, this::schedulePump);
    this.follower =
        new LogFollower(
            work,
            destination.endpoint().environment(),
            lanes,
            endpoint()::wants,
            gate::isResting,
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
    if (gate.heldBack()) {
      schedulePump();
    }
  }

  /// How the endpoint stands.
  ///
  /// @param cursor where its cursor may be put
  /// @param failingSince since when there were only failures; null when the last attempt succeeded
  record Standing(long cursor, @Nullable Instant failingSince) {}

  /// How it stands once the events at `settling` are recorded as well.
  Standing standing(Set<Long> settling) {
    synchronized (lanes) {
      follower.settle();
      return new Standing(lanes.cursor(settling), gate.failingSince());
    }
  }

  /// Where its cursor may be put by now.
  long cursor() {
    return standing(Set.of()).cursor();
  }

  /// How many lanes that are due it would take up now.
  Circuit.DueWanted dueWanted(Instant now) {
    return gate.dueWanted(now);
  }

  /// Begins to empty a lane that is due.
  void resume(DeliveryStore.Due due) {
    synchronized (lanes) {
      if (draining.contains(due.lane())) {
        return; // taken up before; what becomes of its row is not recorded yet
      }
      if (closed) {
        giveBack(new LaneDrain(due));
      } else if (lanes.isParkedAt(due.lane(), due.settledSequence())) {
        drain(due);
      } else if (!lanes.isParked(due.lane())) {
        // Its row is committed, and we are about to hear of that.
        dueTooSoon.put(due.lane(), due);
      }
    }
    schedulePump();
  }

  private void drain(DeliveryStore.Due due) {
    if (draining.add(due.lane())) {
      goOn(new LaneDrain(due));
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
        boolean something = !drains.isEmpty() || lanes.isReady();
        if (closed || !something || unrecorded >= MAX_UNRECORDED || !gate.pass()) {
          return;
        }
        drainsTurn = !drainsTurn;
        drain = drainsTurn || !lanes.isReady() ? drains.poll() : null;
        event = drain == null ? lanes.next() : null;
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

  private void answered(Sender.Sent sent) {
    synchronized (lanes) {
      unrecorded++;
      gate.answered(sent);
    }
    if (gate.isResting()) {
      follower.shed();
    }
    schedulePump();
    if (sent.gone()) {
      retire(DisabledReason.GONE);
    } else if (gate.isAbandoned()) {
      retire(DisabledReason.ABANDONED);
    }
  }

  private void retire(DisabledReason reason) {
    work.executor().execute(() -> work.retire().accept(destination, reason));
  }

  private void sent(Event event, Sender.Sent sent) {
    answered(sent);
    Instant retryTime = sent.retryTime();
    if (retryTime == null) {
      record(event, sent, null, () -> lanes.settled(event));
    } else {
      long lane = endpoint().settings().ordering().lane(event);
      record(
          event,
          sent,
          new Recording.LaneChange.Park(
              lane,
              event.stream().number(),
              event.sequence() - 1,
              sent.attempt().number(),
              retryTime),
          () -> parked(event, lane, sent.attempt().number()));
    }
  }

  private void parked(Event event, long lane, int attempts) {
    lanes.parked(event);
    DeliveryStore.Due due = dueTooSoon.remove(lane);
    // One that was taken from an earlier row of this lane would begin too far back.
    if (due != null
        && due.settledSequence() == event.sequence() - 1
        && due.attempts() == attempts) {
      drain(due);
    }
  }

  private void goOn(LaneDrain drain) {
    if (closed) {
      giveBack(drain);
    } else {
      drains.add(drain);
    }
  }

  /// Makes a lane that was taken up due again at once, for whoever serves the endpoint next.
  private void giveBack(LaneDrain drain) {
    change(drain.parked(work.clock().instant()), () -> draining.remove(drain.lane()));
  }

  /// Sends the next event of a parked lane, or frees the lane when there is none left.
  private void advance(LaneDrain drain) {
    Event event;
    try {
      event = drain.head(work.log(), endpoint());
      while (event == null && !freed(drain)) {
        event = drain.head(work.log(), endpoint());
      }
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).addKeyValue("endpoint", endpoint().id()).log("lane not read");
      unsent(drain); // its row falls due again when its lease ends
      return;
    }
    if (event != null) {
      Event next = event;
      work.sender()
          .send(destination, next, drain.nextAttempt(), sent -> drained(drain, next, sent));
    }
  }

  /// Frees a lane that has been emptied, unless more was left behind in the meantime.
  private boolean freed(LaneDrain drain) {
    synchronized (lanes) {
      if (!lanes.freed(drain.lane(), drain.settledSequence())) {
        return false;
      }
      // Before the monitor is left: the lane's next event may be sent, fail, and park it again,
      // and that must be recorded after this.
      change(new Recording.LaneChange.Free(drain.lane()), () -> draining.remove(drain.lane()));
      gate.unused();
    }
    schedulePump();
    return true;
  }

  private void unsent(LaneDrain drain) {
    synchronized (lanes) {
      draining.remove(drain.lane());
      gate.unused();
    }
    schedulePump();
  }

  private void drained(LaneDrain drain, Event event, Sender.Sent sent) {
    answered(sent);
    Instant retryTime = sent.retryTime();
    if (retryTime == null) {
      drain.settled(event);
      Instant lease = work.clock().instant().plus(endpoint().settings().timeout()).plus(RECORDING);
      record(
          event,
          sent,
          drain.parked(lease),
          () -> {
            lanes.settledBefore(event.position());
            lanes.standsAt(drain.lane(), event.sequence());
            goOn(drain);
          });
    } else {
      Recording.LaneChange.Park park = drain.failed(sent.attempt().number(), retryTime);
      record(
          event,
          sent,
          park,
          () -> {
            lanes.standsAt(park.lane(), park.settledSequence());
            draining.remove(park.lane());
          });
    }
  }

  private void record(
      Event event, Sender.Sent sent, Recording.@Nullable LaneChange lane, Runnable committed) {
    work.recorder()
        .record(new Recording(this, new Recording.Made(event, sent.attempt()), lane, committed));
  }

  /// Has a lane's row changed with nothing sent.
  private void change(Recording.LaneChange lane, Runnable committed) {
    unrecorded++;
    work.recorder().record(new Recording(this, null, lane, committed));
  }

  /// Brings the lanes up to date with what was committed, and begins what that makes possible.
  void recorded(List<Recording> recordings) {
    synchronized (lanes) {
      recordings.forEach(recording -> recording.committed().run());
      unrecorded -= recordings.size();
    }
    schedulePump();
    follower.nudge();
  }

  /// Takes and sends nothing more; what is under way is still recorded.
  void close() {
    synchronized (lanes) {
      closed = true;
      drains.forEach(this::giveBack);
      drains.clear();
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
      return gate.isIdle() && unrecorded == 0;
    }
  }
}
