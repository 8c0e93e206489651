package dev.ostiary.app.bench.delivery;

import dev.ostiary.app.bench.measure.Latencies;
import dev.ostiary.app.bench.measure.Load;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.platform.id.EventId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/// Events that are appended at a steady rate, and how long each takes to the receiver. Every event
/// has its moment in a schedule that does not wait for anything, so an event that comes late
/// because the ones before it were slow counts as late (no coordinated omission).
final class LiveLoad {
  private static final int WRITERS = 16;

  /// How long the last ones may take to arrive.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Left out at the beginning: connections are opened and code is compiled.
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private final Writer writer;
  private final Sink sink;
  private final LongConsumer progress;

  LiveLoad(Writer writer, Sink sink, LongConsumer progress) {
    this.writer = writer;
    this.sink = sink;
    this.progress = progress;
  }

  /// @param fromCommit from the commit to the complete request at the receiver
  /// @param fromSchedule from the intended moment, so with the transaction and every delay before
  ///   it
  record Outcome(Latencies fromCommit, Latencies fromSchedule) {}

  Outcome run(int perSecond, Duration time) {
    int skipped = (int) (perSecond * WARM_UP.toSeconds());
    int count = skipped + (int) (perSecond * time.toSeconds());
    long[] committed = new long[count];
    AtomicLongArray arrived = new AtomicLongArray(count);
    Map<Long, Integer> numbers = new ConcurrentHashMap<>();
    sink.onArrival(id -> {
      Integer number = numbers.get(id);
      if (number != null) {
        arrived.compareAndSet(number, 0, System.nanoTime());
      }
    });
    long start = System.nanoTime();
    long interval = Duration.ofSeconds(1).toNanos() / perSecond;
    Load.times(
        count,
        WRITERS,
        n -> {
          int number = (int) n;
          EventId id = Engine.nextId();
          numbers.put(id.number(), number);
          waitUntil(start + number * interval);
          writer.append(number, id, () -> committed[number] = System.nanoTime());
        },
        progress);
    awaitAll(arrived);
    sink.onArrival(id -> {});

    int measured = count - skipped;
    long[] fromCommit = new long[measured];
    long[] fromSchedule = new long[measured];
    for (int i = 0; i < measured; i++) {
      int number = skipped + i;
      fromCommit[i] = Math.max(0, arrived.get(number) - committed[number]);
      fromSchedule[i] = arrived.get(number) - (start + number * interval);
    }
    return new Outcome(Latencies.of(fromCommit), Latencies.of(fromSchedule));
  }

  private static void waitUntil(long moment) {
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void awaitAll(AtomicLongArray arrived) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int i = 0; i < arrived.length(); i++) {
      while (arrived.get(i) == 0) {
        if (System.nanoTime() > end) {
          throw new CommandFailed(
              "an event did not arrive within " + PATIENCE.toSeconds() + " s of its commit");
        }
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
    }
  }
}
