package dev.ostiary.app.bench.measure;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;

/// Callers that ask one thing after another, each waiting for its answer.
///
/// @param count how many ask at the same time
/// @param progress told now and then how often they have asked
public record Callers(int count, LongConsumer progress) {
  /// How often in a second, how often altogether, and how long each took.
  public record Outcome(double perSecond, long times, Latencies latencies) {}

  /// @param call makes one call; it is given the numbers from 0 on
  public Outcome run(Duration time, LongConsumer call) {
    Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    double perSecond =
        Load.during(
            time,
            count,
            number -> {
              long start = System.nanoTime();
              call.accept(number);
              nanos.add(System.nanoTime() - start);
            },
            progress);
    long[] each = nanos.stream().mapToLong(Long::longValue).toArray();
    return new Outcome(perSecond, each.length, Latencies.of(each));
  }
}
