package dev.ostiary.webhook;

import java.time.Duration;
import java.time.Instant;

/// Spreads requests evenly over time, so that no second sees more than it may (the generic cell
/// rate algorithm, ITU-T I.371). Not safe for use by several threads at once.
final class RateLimit {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /// Requests may come this much too early, so that a late timer costs no throughput.
  private static final Duration TOLERANCE = Duration.ofMillis(20);

  private final Duration interval;
  private Instant next = Instant.EPOCH;

  /// @param perSecond 0 for no limit
  RateLimit(int perSecond) {
    interval = perSecond == 0 ? Duration.ZERO : Duration.ofNanos(SECOND / perSecond);
  }

  /// How long the next request has to wait; zero when it may go.
  Duration delay(Instant now) {
    Instant earliest = next.minus(TOLERANCE);
    return interval.isZero() || !now.isBefore(earliest)
        ? Duration.ZERO
        : Duration.between(now, earliest);
  }

  /// A request goes.
  void taken(Instant now) {
    next = (now.isAfter(next) ? now : next).plus(interval);
  }
}
