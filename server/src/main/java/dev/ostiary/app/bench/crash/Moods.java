package dev.ostiary.app.bench.crash;

import dev.ostiary.app.bench.crash.FaultyReceiver.Mood;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// Makes the receiver behave now well and now badly; half of the time well.
final class Moods {
  private static final Duration LONGEST = Duration.ofMillis(1_200);

  private final FaultyReceiver receiver;
  private final RandomGenerator random;
  private final Thread thread;
  private volatile boolean stopping;

  private Moods(FaultyReceiver receiver, RandomGenerator random) {
    this.receiver = receiver;
    this.random = random;
    this.thread = Thread.ofPlatform().name("moods").daemon().unstarted(this::run);
  }

  static Moods start(FaultyReceiver receiver, RandomGenerator random) {
    Moods moods = new Moods(receiver, random);
    moods.thread.start();
    return moods;
  }

  private void run() {
    Mood[] all = Mood.values();
    while (!stopping) {
      receiver.mood(random.nextBoolean() ? Mood.GOOD : all[random.nextInt(all.length)]);
      LockSupport.parkNanos(random.nextLong(LONGEST.toNanos()));
    }
  }

  /// Leaves the receiver in a good mood.
  void stop() throws InterruptedException {
    stopping = true;
    thread.join();
    receiver.mood(Mood.GOOD);
  }
}
