package dev.ostiary.webhook;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import dev.ostiary.event.LogTail;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EndpointId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers on behalf of this node: owns a courier for each endpoint it has claimed, and goes round
/// at least once a second to look for new events, endpoints that changed, and lanes that are due.
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /// A wake-up that got lost costs no more than this.
  private static final Duration ROUND = Duration.ofSeconds(1);

  /// Lanes taken up in one go; what is left is taken up at once after it.
  private static final int DUE_LIMIT = 500;

  /// How often it is written how far endpoints have read that are sent nothing: as much of the log
  /// they would read again, and have kept for them, after a crash.
  private static final Duration MARKING = Duration.ofMinutes(1);

  /// How long a stop waits for requests under way; what comes later is sent again by the next
  /// owner.
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  /// Requests end, outcomes are recorded, the endpoints are given up: whoever stops waits for all
  /// of it, or other nodes would have to wait until the lease has run out.
  private static final int STOP_STEPS = 3;

  private final Database database;
  private final EndpointStore endpoints;
  private final OwnershipStore ownership;
  private final DeliveryStore deliveries;
  private final Workplace work;
  private final int owner;

  private final Map<EndpointId, Courier> couriers = new ConcurrentHashMap<>();
  private final Map<EndpointId, Courier> leaving = new HashMap<>();

  /// Endpoints that are left to other nodes as soon as nothing of them is under way here.
  private final Set<EndpointId> handedOver = new HashSet<>();

  /// Endpoints that were changed in this process since they were last read.
  private final Set<EndpointId> changed = ConcurrentHashMap.newKeySet();

  private final Semaphore wakeUps = new Semaphore(0);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Instant nextMarking = Instant.EPOCH;
  private volatile boolean stopping;
  private volatile Runnable afterRound = () -> {};

  /// @param owner the machine id of this node
  Dispatcher(
      Database database,
      EndpointStore endpoints,
      OwnershipStore ownership,
      DeliveryStore deliveries,
      Workplace work,
      int owner) {
    this.database = database;
    this.endpoints = endpoints;
    this.ownership = ownership;
    this.deliveries = deliveries;
    this.work = work;
    this.owner = owner;
  }

  /// Runs `action` at the end of every round; it must be quick.
  void afterRound(Runnable action) {
    afterRound = action;
  }

  /// Starts to deliver.
  public void start() {
    work.tail().start(settledPosition());
    work.tail().onSweepWanted(this::wake);
    work.recorder().start(work.executor());
    work.executor().execute(this::run);
  }

  /// A position up to which nothing can appear any more.
  private long settledPosition() {
    try {
      return database.transact(work.log()::end);
    } catch (RuntimeException e) {
      // A writer hangs; the furthest cursor is settled as well, only further back.
      LOG.atWarn().setCause(e).log("end of the log not found at once");
      return database.transact(deliveries::furthestCursor);
    }
  }

  /// Ends in good order: waits a little for what is under way, records it, and lets other nodes
  /// take over.
  public void stop() throws InterruptedException {
    stopping = true;
    wake();
    stopped.await(STOP_STEPS * STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Takes note of an endpoint that was changed in this process: nothing more is sent to it as it
  /// was.
  void changed(EndpointId id) {
    changed.add(id);
    Courier courier = couriers.get(id);
    if (courier != null) {
      courier.close();
    }
    wake();
  }

  /// From now on `action` is told of each attempt that this node has made; it must be quick.
  public void onAttempt(Consumer<Attempt> action) {
    work.recorder().onAttempt(action);
  }

  /// Makes the next round come at once: something may have changed.
  public void wake() {
    wakeUps.release();
  }

  private void run() {
    try {
      while (!stopping) {
        try {
          runDue();
        } catch (RuntimeException e) {
          LOG.atWarn().setCause(e).log("round failed");
        }
        if (wakeUps.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
          wakeUps.drainPermits();
        }
      }
      leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  /// One round: everything that can be done now is begun.
  synchronized void runDue() {
    Instant now = work.clock().instant();
    LogTail tail = work.tail();
    while (tail.sweep()) {
      // more to read at once
    }
    reconcile(now);
    couriers.values().forEach(Courier::nudge);
    resumeDue(now);
    afterRound.run();
  }

  private void reconcile(Instant now) {
    Map<EndpointId, Long> read = now.isBefore(nextMarking) ? Map.of() : cursors();
    Map<EndpointId, Long> owned = database.transact(tx -> ownership.owned(tx, owner));
    couriers.forEach((id, courier) -> {
      Long revision = owned.get(id);
      if (revision == null || revision != courier.revision() || courier.closed()) {
        dismiss(id);
      }
    });
    mark(read, now);
    int share = database.transact(tx -> ownership.fairShare(tx, now));
    couriers.keySet().stream().limit(Math.max(0, couriers.size() - share)).forEach(this::handOver);
    settleLeaving();
    // One that is leaving keeps its endpoint until nothing of it is under way.
    List<EndpointId> held = new ArrayList<>(couriers.keySet());
    held.addAll(leaving.keySet());
    int room = share - couriers.size();
    if (room > 0) {
      database
          .transact(tx -> ownership.claim(tx, owner, held, room, now))
          .forEach(claimed -> serve(claimed, now));
    }
  }

  private Map<EndpointId, Long> cursors() {
    Map<EndpointId, Long> cursors = new HashMap<>();
    couriers.forEach((id, courier) -> cursors.put(id, courier.cursor()));
    return cursors;
  }

  /// Writes how far couriers have read.
  ///
  /// @param read was so before it was looked at which endpoints are as their couriers know them, so
  ///   nothing that an endpoint has begun to want since is passed over
  private void mark(Map<EndpointId, Long> read, Instant now) {
    if (!read.isEmpty()) {
      read.keySet().retainAll(couriers.keySet());
      database.run(tx -> ownership.moveOn(tx, owner, read));
      nextMarking = now.plus(MARKING);
    }
  }

  private void handOver(EndpointId id) {
    handedOver.add(id);
    dismiss(id);
  }

  private void settleLeaving() {
    leaving.values().removeIf(Courier::idle);
    List<EndpointId> free = handedOver.stream().filter(id -> !leaving.containsKey(id)).toList();
    if (!free.isEmpty()) {
      database.run(tx -> ownership.release(tx, owner, free));
      handedOver.removeAll(free);
    }
  }

  private void dismiss(EndpointId id) {
    Courier courier = couriers.remove(id);
    if (courier != null) {
      courier.close();
      leaving.put(id, courier);
    }
  }

  private void serve(OwnershipStore.Claimed claimed, Instant now) {
    changed.remove(claimed.endpoint());
    database
        .transact(tx -> endpoints.destination(tx, claimed.environment(), claimed.endpoint(), now))
        .ifPresent(destination -> {
          Lanes lanes = new Lanes(destination.endpoint().settings().ordering(), claimed.cursor());
          database.run(tx -> {
            deliveries.parkedLanes(tx, claimed.endpoint()).forEach(lanes::parkedBefore);
            deliveries
                .settledBeyond(tx, claimed.endpoint(), claimed.cursor())
                .forEach(lanes::settledBefore);
          });
          Circuit circuit = new Circuit(claimed.failingSince(), now);
          Courier courier = new Courier(work, destination, circuit, lanes);
          couriers.put(claimed.endpoint(), courier);
          if (changed.contains(claimed.endpoint())) {
            courier.close(); // changed while it was read; the next round reads it again
          }
        });
  }

  private void resumeDue(Instant now) {
    Map<Circuit.DueWanted, List<EndpointId>> wanting =
        couriers.keySet().stream()
            .collect(groupingBy(id -> requireNonNull(couriers.get(id)).dueWanted(now)));
    for (EndpointId probed : wanting.getOrDefault(Circuit.DueWanted.PROBE, List.of())) {
      takeUp(List.of(probed), now, 1);
    }
    List<EndpointId> open = wanting.getOrDefault(Circuit.DueWanted.ALL, List.of());
    while (takeUp(open, now, DUE_LIMIT) == DUE_LIMIT) {
      // there may be more
    }
  }

  private int takeUp(List<EndpointId> from, Instant now, int limit) {
    if (from.isEmpty()) {
      return 0;
    }
    List<DeliveryStore.Due> due =
        database.transact(tx -> deliveries.takeDue(tx, owner, from, now, Courier.RECORDING, limit));
    due.forEach(lane -> requireNonNull(couriers.get(lane.endpoint())).resume(lane));
    return due.size();
  }

  private synchronized void leave() throws InterruptedException {
    List<EndpointId> held = List.copyOf(couriers.keySet());
    held.forEach(this::dismiss);
    long end = System.nanoTime() + STOP_PATIENCE.toNanos();
    while (!leaving.values().stream().allMatch(Courier::idle) && System.nanoTime() < end) {
      wakeUps.tryAcquire(10, TimeUnit.MILLISECONDS);
    }
    work.recorder().stop(STOP_PATIENCE.toMillis());
    database.run(tx -> ownership.release(tx, owner, held));
  }
}
