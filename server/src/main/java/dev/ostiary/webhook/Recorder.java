package dev.ostiary.webhook;

import dev.ostiary.platform.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

  /// Between tries while the database is away.
  private static final long RETRY_MILLIS = 250;

  private final Database database;
  private final DeliveryStore store;
  private final int owner;
  private final BlockingQueue<Recording> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;

  Recorder(Database database, DeliveryStore store, int owner) {
    this.database = database;
    this.store = store;
    this.owner = owner;
  }

  void start(Executor executor) {
    executor.execute(this::run);
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
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
          write(batch);
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  private void write(List<Recording> recordings) throws InterruptedException {
    DeliveryBatch batch = DeliveryBatch.of(recordings);
    while (true) {
      try {
        database.run(tx -> store.record(tx, owner, batch));
        break;
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).addKeyValue("recordings", recordings.size()).log("not recorded");
        if (stopping) {
          return;
        }
        stopped.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    for (Recording recording : recordings) {
      try {
        recording.committed().run();
      } catch (RuntimeException e) {
        // One courier's fault must not end everybody's records.
        LOG.atError().setCause(e).log("courier failed");
      }
    }
  }
}
