package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.ReplayId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the replays of the endpoints that this node serves, each one event at a time. What was sent
/// and how far the replay has come are one commit, so a crash repeats at most one event of each.
final class Replayer {
  private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);

  /// A receiver that restarts is back by then; what fails once more is counted and passed over, and
  /// can be replayed again.
  static final List<Duration> RETRIES = List.of(Duration.ofSeconds(5), Duration.ofMinutes(1));

  private final Database database;
  private final ReplayStore store;
  private final EndpointStore endpoints;
  private final DeliveryStore deliveries;
  private final Workplace work;
  private final int owner;
  private final Set<ReplayId> running = ConcurrentHashMap.newKeySet();

  Replayer(
      Database database,
      ReplayStore store,
      EndpointStore endpoints,
      DeliveryStore deliveries,
      Workplace work,
      int owner) {
    this.database = database;
    this.store = store;
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.work = work;
    this.owner = owner;
  }

  /// Begins whatever can be begun; called at every round.
  void round() {
    Instant now = work.clock().instant();
    for (Replay replay : database.transact(tx -> store.runnable(tx, owner, now))) {
      if (running.add(replay.id())) {
        work.executor().execute(() -> run(replay));
      }
    }
  }

  private void run(Replay replay) {
    boolean goesOn = false;
    try {
      goesOn = step(replay.id());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException e) {
      LOG.atWarn().setCause(e).addKeyValue("replay", replay.id()).log("replay interrupted");
    }
    if (goesOn) {
      long pause = Duration.ofSeconds(1).dividedBy(replay.perSecond()).toNanos();
      CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS, work.executor())
          .execute(() -> run(replay));
    } else {
      running.remove(replay.id());
    }
  }

  /// @return whether there may be more to do at once
  private boolean step(ReplayId id) throws InterruptedException, ExecutionException {
    Instant now = work.clock().instant();
    Optional<Replay> found = database.transact(tx -> store.runnable(tx, owner, now, id));
    if (found.isEmpty()) {
      return false; // cancelled, not due, or its endpoint is disabled or served elsewhere
    }
    Replay replay = found.get();
    Optional<Destination> destination =
        database.transact(
            tx -> endpoints.destination(tx, replay.environment(), replay.endpoint(), now));
    if (destination.isEmpty()) {
      return false;
    }
    Optional<Long> position = database.transact(tx -> store.next(tx, replay));
    if (position.isEmpty()) {
      finish(replay);
      return false;
    }
    Event event = work.log().at(new long[] {position.get()}).getFirst();
    ReplayStore.History history =
        database.transact(tx -> store.history(tx, replay.endpoint(), event.position()));
    CompletableFuture<Sender.Sent> answer = new CompletableFuture<>();
    work.sender().send(destination.get(), event, history.attempts() + 1, answer::complete);
    return record(replay, destination.get(), event, history, answer.get());
  }

  private void finish(Replay replay) {
    Instant now = work.clock().instant();
    ReplayStore.Progress end =
        new ReplayStore.Progress(replay.span().end(), 0, 0, 0, now, Replay.State.DONE);
    database.run(tx -> store.progress(tx, owner, replay, end, now));
  }

  private boolean record(
      Replay replay,
      Destination destination,
      Event event,
      ReplayStore.History history,
      Sender.Sent sent) {
    Instant now = work.clock().instant();
    boolean again = !sent.succeeded() && replay.tries() < RETRIES.size();
    // The lane does not try it again, whatever comes of it here.
    Attempt attempt = sent.succeeded() ? sent.attempt() : sent.attempt().exhausted();
    ReplayStore.Progress progress =
        again
            ? new ReplayStore.Progress(
                replay.span().position(),
                0,
                0,
                replay.tries() + 1,
                now.plus(longer(RETRIES.get(replay.tries()), sent)),
                Replay.State.RUNNING)
            : new ReplayStore.Progress(
                event.position(),
                sent.succeeded() ? 1 : 0,
                sent.succeeded() ? 0 : 1,
                0,
                now,
                Replay.State.RUNNING);
    Recording.Made made = new Recording.Made(event, attempt);
    database.run(tx -> {
      deliveries.addAttempts(tx, List.of(new DeliveryBatch.MadeAt(destination.endpoint(), made)));
      store.progress(tx, owner, replay, progress, now);
      if (sent.succeeded() && history.exhausted() && !history.delivered()) {
        work.recorder().recovered(tx, destination.endpoint(), made);
      }
    });
    if (sent.gone()) {
      work.retire().accept(destination, DisabledReason.GONE);
    }
    return !again;
  }

  private static Duration longer(Duration delay, Sender.Sent sent) {
    Duration asked = sent.pause();
    return asked != null && asked.compareTo(delay) > 0 ? asked : delay;
  }
}
