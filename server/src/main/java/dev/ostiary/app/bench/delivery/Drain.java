package dev.ostiary.app.bench.delivery;

import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.platform.outbound.OutboundClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/// A backlog in the log, and how fast it is delivered and recorded.
final class Drain {
  private static final int WRITERS = 16;

  private static final Duration LOOK = Duration.ofMillis(20);

  /// Without any arrival for this long, something is broken.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ScratchDatabase scratch;
  private final OutboundClient client;
  private final Sink sink;
  private final LongConsumer progress;

  Drain(ScratchDatabase scratch, OutboundClient client, Sink sink, LongConsumer progress) {
    this.scratch = scratch;
    this.client = client;
    this.sink = sink;
    this.progress = progress;
  }

  /// What one drain cost.
  ///
  /// @param appendsPerSecond how fast the backlog was written beforehand
  /// @param perSecond deliveries, each of them recorded
  /// @param walBytes of the database's log per delivery
  /// @param postgresMicros processor time of the database per delivery
  /// @param appMicros the same of this process, without the sink
  record Outcome(
      double appendsPerSecond,
      double perSecond,
      double walBytes,
      double postgresMicros,
      double appMicros) {}

  /// Delivers `deliveries` in all, of as many events as that takes.
  Outcome run(String name, int endpoints, long deliveries) {
    try (Engine engine = new Engine(scratch.database(), client, name)) {
      engine.endpoints(endpoints, sink.url());
      long events = deliveries / endpoints;
      double appends =
          Load.times(events, WRITERS, n -> engine.append(n, Engine.nextId(), () -> {}), progress);

      long wal = scratch.walBytes();
      Duration postgres = scratch.cpu();
      Duration app = appCpu();
      long start = System.nanoTime();
      engine.start();
      await(engine, events * endpoints);
      double seconds = (System.nanoTime() - start) / 1e9;
      double count = events * endpoints;
      Outcome outcome =
          new Outcome(
              appends,
              count / seconds,
              (scratch.walBytes() - wal) / count,
              scratch.cpu().minus(postgres).toNanos() / count / 1e3,
              appCpu().minus(app).toNanos() / count / 1e3);
      check(engine, events * endpoints);
      return outcome;
    }
  }

  private Duration appCpu() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .orElse(Duration.ZERO)
        .minusNanos(sink.cpuNanos());
  }

  private void await(Engine engine, long expected) {
    long before = sink.received();
    long last = before;
    long lastArrival = System.nanoTime();
    while (last - before < expected || !engine.allRecorded()) {
      LockSupport.parkNanos(LOOK.toNanos());
      long now = sink.received();
      if (now != last) {
        last = now;
        lastArrival = System.nanoTime();
        progress.accept(now - before);
      } else if (System.nanoTime() - lastArrival > PATIENCE.toNanos()) {
        throw new CommandFailed(
            "delivery stands still: "
                + (now - before)
                + " of "
                + expected
                + " arrived, and none within the last "
                + PATIENCE.toSeconds()
                + " s");
      }
    }
  }

  private static void check(Engine engine, long expected) {
    Map<Boolean, Long> attempts = engine.attempts();
    if (!attempts.equals(Map.of(true, expected, false, 0L))) {
      throw new CommandFailed(
          "found " + attempts + " successful and failed attempts, expected " + expected);
    }
  }
}
