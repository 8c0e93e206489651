package dev.ostiary.app.bench.api;

import dev.ostiary.app.bench.measure.Latencies;
import dev.ostiary.app.bench.measure.Load;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;

/// Callers that ask one thing after another, each waiting for its answer.
final class ApiLoad {
  static final int CALLERS = 16;

  private final LongConsumer progress;

  ApiLoad(LongConsumer progress) {
    this.progress = progress;
  }

  /// How often in a second, and how long each took.
  record Outcome(double perSecond, Latencies latencies) {}

  /// @param call makes one call; it is given the numbers from 0 on
  Outcome run(Duration time, LongConsumer call) {
    Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    double perSecond =
        Load.during(
            time,
            CALLERS,
            number -> {
              long start = System.nanoTime();
              call.accept(number);
              nanos.add(System.nanoTime() - start);
            },
            progress);
    return new Outcome(
        perSecond, Latencies.of(nanos.stream().mapToLong(Long::longValue).toArray()));
  }
}
