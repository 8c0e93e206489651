package dev.ostiary.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server does every now and then, whoever asks for what. Each chore has a thread of its
/// own: a slow identity provider must not keep this node from renewing its lease.
final class Chores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

  /// Before the first time, for chores that come seldom: a server that has just started has enough
  /// to do, and one that is restarted every day must get to them all the same.
  private static final Duration FIRST = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /// Does a chore again and again; one that fails is done again the next time.
  ///
  /// @param what it is, for the log
  void every(Duration pause, String what, Runnable chore) {
    threads.execute(() -> {
      Duration next = pause.compareTo(FIRST) < 0 ? pause : FIRST;
      while (!stoppedWithin(next)) {
        attempt(what, chore);
        next = pause;
      }
    });
  }

  private void attempt(String what, Runnable chore) {
    try {
      chore.run();
    } catch (RuntimeException e) {
      if (stopped.getCount() > 0) {
        LOG.atWarn().setCause(e).addKeyValue("chore", what).log("chore failed");
      }
    }
  }

  private boolean stoppedWithin(Duration pause) {
    try {
      return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// Ends them; one that is under way is interrupted.
  @Override
  public void close() {
    stopped.countDown();
    threads.shutdownNow();
  }
}
