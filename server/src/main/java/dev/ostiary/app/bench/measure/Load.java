package dev.ostiary.app.bench.measure;

import dev.ostiary.app.command.CommandFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// Does one thing over and over on several threads, and counts.
public final class Load {
  private static final Duration LOOK = Duration.ofMillis(200);

  private Load() {}

  /// @return how often per second
  public static double during(Duration time, int threads, Runnable action, LongConsumer progress) {
    return during(time, threads, number -> action.run(), progress);
  }

  /// @param action is given the numbers from 0 on, each once
  /// @return how often per second
  public static double during(
      Duration time, int threads, LongConsumer action, LongConsumer progress) {
    long end = System.nanoTime() + time.toNanos();
    return run(threads, () -> System.nanoTime() < end, action, progress);
  }

  /// @param action is given the numbers 0 to `times - 1`, each once
  /// @return how often per second
  public static double times(long times, int threads, LongConsumer action, LongConsumer progress) {
    AtomicLong left = new AtomicLong(times);
    return run(threads, () -> left.getAndDecrement() > 0, action, progress);
  }

  private static double run(
      int threads, BooleanSupplier again, LongConsumer action, LongConsumer progress) {
    AtomicLong started = new AtomicLong();
    AtomicLong done = new AtomicLong();
    long start = System.nanoTime();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            workers.submit(() -> {
              while (again.getAsBoolean()) {
                action.accept(started.getAndIncrement());
                done.incrementAndGet();
              }
            }));
      }
      for (Future<?> worker : running) {
        await(worker, () -> progress.accept(done.get()));
      }
    }
    return done.get() * 1e9 / (System.nanoTime() - start);
  }

  private static void await(Future<?> worker, Runnable look) {
    while (true) {
      try {
        worker.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        look.run();
      } catch (ExecutionException e) {
        throw new CommandFailed("a measured operation failed: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailed("stopped", e);
      }
    }
  }
}
