package dev.ostiary.app.bench.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Several apps at work at the same time, each changing a few customers in turn.
final class Crowd {
  private static final int APPS = 4;
  private static final int CUSTOMERS_EACH = 5;

  /// Between two changes of an app, so that the machine has time for the server as well.
  private static final Duration PACE = Duration.ofMillis(10);

  private static final Duration WHILE_NOBODY_IS_THERE = Duration.ofMillis(100);

  private final ApiCaller api;
  private final String run;
  private final List<Customer> customers = new ArrayList<>();
  private final List<Thread> apps = new ArrayList<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();
  private volatile boolean stopping;
  private volatile @Nullable RuntimeException failure;

  /// @param run tells its customers from those of every other run
  Crowd(ApiCaller api, String run) {
    this.api = api;
    this.run = run;
  }

  void start(long seed) {
    for (int app = 0; app < APPS; app++) {
      Random random = new Random(seed * APPS + app);
      apps.add(Thread.ofPlatform().name("app-" + app).daemon().start(() -> work(random)));
    }
  }

  private void work(Random random) {
    List<Customer> mine = new ArrayList<>();
    try {
      while (!stopping) {
        mine.removeIf(Customer::over);
        while (mine.size() < CUSTOMERS_EACH) {
          mine.add(newCustomer());
        }
        switch (mine.get(random.nextInt(mine.size())).advance(random)) {
          case ACKNOWLEDGED -> acknowledged.incrementAndGet();
          case UNKNOWN -> unknown.incrementAndGet();
          case NOT_MADE -> LockSupport.parkNanos(WHILE_NOBODY_IS_THERE.toNanos());
        }
        LockSupport.parkNanos(PACE.toNanos());
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private Customer newCustomer() {
    synchronized (customers) {
      Customer customer = new Customer(api, run + "-" + customers.size());
      customers.add(customer);
      return customer;
    }
  }

  /// Ends the work.
  ///
  /// @throws RuntimeException what an app met that must not happen
  void stop() throws InterruptedException {
    stopping = true;
    for (Thread app : apps) {
      app.join();
    }
    check();
  }

  /// @throws RuntimeException what an app met that must not happen
  void check() {
    RuntimeException met = failure;
    if (met != null) {
      throw met;
    }
  }

  /// All customers there ever were; complete once the work has ended.
  List<Customer> customers() {
    synchronized (customers) {
      return List.copyOf(customers);
    }
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long unknown() {
    return unknown.get();
  }
}
