package dev.ostiary.webhook;

import static java.util.stream.Collectors.groupingBy;

import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what the couriers of this process have done: whatever has come together since the last
/// commit goes into the next one, so the busier it is, the less each delivery costs.
///
/// When the database is away, recordings wait and couriers with them; nothing is forgotten as long
/// as the process lives, and after a crash what was not recorded is sent again.
final class Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  /// A commit of this many attempts takes a few milliseconds; larger ones only delay the first.
  private static final int BATCH = 1_000;

  /// Commits begin no closer together than this. A commit costs the database as much as tens of
  /// attempts; so under load many share one, and the first after a rest is written at once.
  private static final Duration PACE = Duration.ofMillis(5);

  /// Between tries while the database is away.
  private static final long RETRY_MILLIS = 250;

  private final Database database;
  private final DeliveryStore store;
  private final Announcements announcements;
  private final int owner;
  private final BlockingQueue<Recording> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Consumer<Attempt> onAttempt = attempt -> {};
  private volatile boolean stopping;

  Recorder(Database database, DeliveryStore store, Announcements announcements, int owner) {
    this.database = database;
    this.store = store;
    this.announcements = announcements;
    this.owner = owner;
  }

  /// From now on `action` is told of each attempt that is written; it must be quick.
  void onAttempt(Consumer<Attempt> action) {
    onAttempt = action;
  }

  void start(Executor executor) {
    executor.execute(this::run);
  }

  /// Tells, as part of `tx`, of a delivery that succeeded after it had been exhausted.
  void recovered(Tx tx, Endpoint endpoint, Recording.Made made) {
    announcements.recovered(tx, endpoint, made.event(), made.attempt());
  }

  void record(Recording recording) {
    queue.add(recording);
  }

  /// Writes what is queued, then ends; waits for that, but no longer than `millis`.
  void stop(long millis) throws InterruptedException {
    stopping = true;
    if (!stopped.await(millis, TimeUnit.MILLISECONDS)) {
      LOG.atWarn().addKeyValue("unrecorded", queue.size()).log("recorder stopped too early");
    }
  }

  private void run() {
    try {
      List<Recording> batch = new ArrayList<>();
      while (!stopping || !queue.isEmpty()) {
        Recording first = queue.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          long start = System.nanoTime();
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
          write(batch);
          batch.clear();
          rest(start + PACE.toNanos() - System.nanoTime());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  private void rest(long nanos) throws InterruptedException {
    if (queue.size() < BATCH) {
      stopped.await(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void write(List<Recording> recordings) throws InterruptedException {
    DeliveryBatch batch = DeliveryBatch.of(recordings);
    boolean again = false;
    while (!written(batch, again)) {
      if (stopping) {
        return;
      }
      again = true;
      stopped.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
    for (Recording recording : recordings) {
      if (recording.attempt() != null) {
        onAttempt.accept(recording.attempt().attempt());
      }
    }
    recordings.stream().collect(groupingBy(Recording::courier)).forEach(this::tell);
  }

  /// @param again whether an earlier try failed, which may have been committed all the same
  private boolean written(DeliveryBatch batch, boolean again) {
    try {
      database.run(tx -> {
        List<DeliveryBatch.MadeAt> exhausted = batch.exhausted();
        if (again) {
          exhausted = store.unrecorded(tx, exhausted);
          store.removeAttempts(tx, batch.attempts());
        }
        store.record(tx, owner, batch);
        announcements.exhausted(tx, exhausted);
      });
      return true;
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).addKeyValue("attempts", batch.attempts().size()).log("not recorded");
      return false;
    }
  }

  private void tell(Courier courier, List<Recording> recordings) {
    try {
      courier.recorded(recordings);
    } catch (RuntimeException e) {
      // One courier's fault must not end everybody's records.
      LOG.atError().setCause(e).log("courier failed");
    }
  }
}
