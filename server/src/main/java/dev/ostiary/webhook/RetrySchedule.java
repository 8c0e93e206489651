package dev.ostiary.webhook;

import dev.ostiary.platform.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// When a failed delivery is tried again: the delay after each failed attempt. After the last one
/// comes no other, and the event is exhausted.
public record RetrySchedule(List<Duration> delays) {
  /// Delays are spread by this share to both sides, so that what failed together does not come back
  /// together.
  static final double JITTER = 0.2;

  /// A receiver may ask for patience with Retry-After, but not silence its lane for longer than
  /// this.
  static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);

  /// More retries are a loop and not a schedule.
  private static final int MAX_DELAYS = 20;

  /// Longer than this, and the event is of no use to anybody.
  private static final Duration MAX_DELAY = Duration.ofDays(7);

  /// Eight attempts over a good day (wire contract, section 5.5, schedule d).
  public static final RetrySchedule DEFAULT =
      new RetrySchedule(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(10)));

  public RetrySchedule {
    delays = List.copyOf(delays);
    if (delays.size() > MAX_DELAYS) {
      throw Problem.invalid(
          "retry_delays_seconds",
          "found " + delays.size() + " delays, expected at most " + MAX_DELAYS);
    }
    for (Duration delay : delays) {
      if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
        throw Problem.invalid(
            "retry_delays_seconds",
            "found " + delay.toSeconds() + ", expected 0 to " + MAX_DELAY.toSeconds());
      }
    }
  }

  /// How long to wait after the failed attempt number `attempt` (the first is 1); empty when it was
  /// the last.
  ///
  /// @param retryAfter what the receiver asked for; it can lengthen the wait and not shorten it
  public Optional<Duration> delayAfter(
      int attempt, @Nullable Duration retryAfter, RandomGenerator random) {
    if (attempt > delays.size()) {
      return Optional.empty();
    }
    double spread = 1 + JITTER * (2 * random.nextDouble() - 1);
    Duration delay = Duration.ofMillis(Math.round(delays.get(attempt - 1).toMillis() * spread));
    if (retryAfter == null) {
      return Optional.of(delay);
    }
    Duration asked =
        retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : retryAfter;
    return Optional.of(asked.compareTo(delay) > 0 ? asked : delay);
  }
}
