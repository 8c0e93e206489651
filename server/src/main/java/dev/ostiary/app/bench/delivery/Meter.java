package dev.ostiary.app.bench.delivery;

import dev.ostiary.app.bench.measure.ScratchDatabase;
import java.time.Duration;

/// What it costs, from its making on, to deliver something.
final class Meter {
  private final ScratchDatabase scratch;
  private final Sink sink;
  private final long wal;
  private final Duration postgres;
  private final Duration app;
  private final long start;

  Meter(ScratchDatabase scratch, Sink sink) {
    this.scratch = scratch;
    this.sink = sink;
    this.wal = scratch.walBytes();
    this.postgres = scratch.cpu();
    this.app = appCpu();
    this.start = System.nanoTime();
  }

  /// What one delivery took, and how many there were in a second.
  ///
  /// @param walBytes of the database's log
  /// @param postgresMicros processor time of the database
  /// @param appMicros the same of this process, without the sink
  record Cost(double perSecond, double walBytes, double postgresMicros, double appMicros) {}

  Cost of(long deliveries) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Cost(
        deliveries / seconds,
        (scratch.walBytes() - wal) / (double) deliveries,
        scratch.cpu().minus(postgres).toNanos() / 1e3 / deliveries,
        appCpu().minus(app).toNanos() / 1e3 / deliveries);
  }

  private Duration appCpu() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .orElse(Duration.ZERO)
        .minusNanos(sink.cpuNanos());
  }
}
