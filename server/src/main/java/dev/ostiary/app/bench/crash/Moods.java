package dev.ostiary.app.bench.crash;

import dev.ostiary.app.bench.crash.FaultyReceiver.Mood;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// Makes the receiver, and the network before it, behave now well and now badly; each half of the
/// time well.
final class Moods {
  private static final Duration LONGEST = Duration.ofMillis(1_200);

  private final FaultyReceiver receiver;
  private final Network network;
  private final RandomGenerator random;
  private final Thread thread;
  private volatile boolean stopping;
  private int cuts;

  private Moods(FaultyReceiver receiver, Network network, RandomGenerator random) {
    this.receiver = receiver;
    this.network = network;
    this.random = random;
    this.thread = Thread.ofPlatform().name("moods").daemon().unstarted(this::run);
  }

  static Moods start(FaultyReceiver receiver, Network network, RandomGenerator random) {
    Moods moods = new Moods(receiver, network, random);
    moods.thread.start();
    return moods;
  }

  private void run() {
    Mood[] moods = Mood.values();
    Network.State[] states = Network.State.values();
    while (!stopping) {
      receiver.mood(random.nextBoolean() ? Mood.GOOD : moods[random.nextInt(moods.length)]);
      Network.State state =
          random.nextBoolean() ? Network.State.CLEAR : states[random.nextInt(states.length)];
      network.state(state);
      cuts += state == Network.State.CUT ? 1 : 0;
      LockSupport.parkNanos(random.nextLong(LONGEST.toNanos()));
    }
  }

  /// Leaves the receiver in a good mood, and the network clear.
  ///
  /// @return how often the network was cut
  int stop() throws InterruptedException {
    stopping = true;
    thread.join();
    receiver.mood(Mood.GOOD);
    network.state(Network.State.CLEAR);
    return cuts;
  }
}
