package dev.ostiary.webhook;

import java.util.concurrent.atomic.AtomicInteger;

/// How many events an endpoint may hold in memory: enough to keep its requests going, and the fewer
/// the more endpoints this process serves, so that all of them may be far behind at once.
final class EventRoom {
  /// Of all endpoints together; an event takes about 1.3 KB.
  private static final int TOTAL = 50_000;

  /// More does not make an endpoint faster.
  private static final int MOST = 2_000;

  /// Fewer would mean to read the log one event at a time.
  private static final int LEAST = 20;

  private final AtomicInteger endpoints = new AtomicInteger();

  /// One more endpoint is served.
  void enter() {
    endpoints.incrementAndGet();
  }

  /// One less is.
  void leave() {
    endpoints.decrementAndGet();
  }

  int perEndpoint() {
    return Math.clamp(TOTAL / Math.max(1, endpoints.get()), LEAST, MOST);
  }
}
