package dev.ostiary.app.bench.delivery;

import dev.ostiary.app.bench.baseline.Baseline;
import dev.ostiary.app.bench.measure.ScratchDatabase;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.platform.outbound.OutboundClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// A backlog in the log, and how fast it is delivered and recorded.
final class Drain {
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

  /// Delivers a backlog to the last event, `deliveries` in all, and checks that each was recorded.
  Meter.Cost all(String name, int endpoints, long deliveries) {
    long events = Math.max(1, deliveries / endpoints);
    long expected = events * endpoints;
    try (Engine engine = new Engine(scratch.database(), client, name)) {
      engine.endpoints(endpoints, sink.url());
      engine.fill(events);
      Meter meter = new Meter(scratch, sink);
      long before = sink.received();
      engine.start();
      await(expected, () -> sink.received() - before >= expected && engine.allRecorded());
      Meter.Cost cost = meter.of(expected);
      check(engine, expected);
      return cost;
    }
  }

  /// Delivers the first events of a backlog that is much longer.
  Meter.Cost some(String name, long backlog, long deliveries) {
    try (Engine engine = new Engine(scratch.database(), client, name)) {
      engine.endpoints(1, sink.url());
      engine.fill(backlog);
      Meter meter = new Meter(scratch, sink);
      long before = sink.received();
      engine.start();
      await(deliveries, () -> sink.received() - before >= deliveries);
      return meter.of(sink.received() - before);
    }
  }

  /// The same with what others would write.
  Meter.Cost of(Baseline baseline, long deliveries) {
    baseline.fill(deliveries);
    Meter meter = new Meter(scratch, sink);
    long before = sink.received();
    baseline.start();
    await(
        deliveries,
        () -> sink.received() - before >= deliveries && baseline.recorded() >= deliveries);
    return meter.of(deliveries);
  }

  private void await(long expected, BooleanSupplier done) {
    long before = sink.received();
    long last = before;
    long lastArrival = System.nanoTime();
    while (!done.getAsBoolean()) {
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
