package dev.ostiary.app.bench.login;

import dev.ostiary.app.bench.measure.RsaKey;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// What signatures cost by themselves, in processor time of one thread.
///
/// @param sign milliseconds of one signature, as is `verify`
record SignatureCost(double sign, double verify) {
  /// Enough for the compiler to be done, and for a mean that stays.
  private static final int TIMES = 2_000;

  /// About what an ID token, or the signed part of an assertion's signature, has.
  private static final int BYTES = 600;

  static SignatureCost measure() {
    RsaKey key = RsaKey.generate();
    byte[] message = new byte[BYTES];
    byte[] signed = key.sign(message);
    Runnable verify =
        () -> {
          if (!key.verifies(message, signed)) {
            throw new IllegalStateException("a signature of this process does not verify");
          }
        };
    return new SignatureCost(millis(() -> key.sign(message)), millis(verify));
  }

  private static double millis(Runnable work) {
    repeat(work); // does not count: it meets code that is not compiled yet
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    repeat(work);
    return (threads.getCurrentThreadCpuTime() - before) / 1e6 / TIMES;
  }

  private static void repeat(Runnable work) {
    for (int i = 0; i < TIMES; i++) {
      work.run();
    }
  }

  /// A sign-in of either protocol verifies what the identity provider signed, and signs an ID token
  /// and an access token.
  double ofSignIn() {
    return verify + 2 * sign;
  }
}
