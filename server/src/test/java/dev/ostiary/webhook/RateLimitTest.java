package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RateLimitTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /// Whenever the sender looks, no window of a second sees more than the limit, but for the one or
  /// two requests that the tolerance lets through early.
  @Property
  void noSecondSeesMoreThanTheLimit(
      @ForAll @IntRange(min = 1, max = 200) int perSecond,
      @ForAll @Size(min = 1, max = 400) List<@IntRange(min = 0, max = 2_000_000) Integer> waits) {
    RateLimit limit = new RateLimit(perSecond);
    List<Instant> taken = new ArrayList<>();
    Instant now = START;
    for (int micros : waits) {
      now = now.plusNanos(micros * 1_000L);
      while (limit.delay(now).isZero()) {
        limit.taken(now);
        taken.add(now);
      }
    }
    long early = 2 + perSecond / 50;
    for (Instant from : taken) {
      Instant to = from.plusSeconds(1);
      assertThat(taken.stream().filter(t -> !t.isBefore(from) && t.isBefore(to)).count())
          .isLessThanOrEqualTo(perSecond + early);
    }
  }

  @Property
  void waitingAsToldIsEnough(@ForAll @IntRange(min = 1, max = 10_000) int perSecond) {
    RateLimit limit = new RateLimit(perSecond);
    Instant now = START;
    for (int i = 0; i < perSecond; i++) {
      now = now.plus(limit.delay(now));
      assertThat(limit.delay(now)).isZero();
      limit.taken(now);
    }
    assertThat(Duration.between(START, now)).isBetween(Duration.ZERO, Duration.ofMillis(1_001));
  }

  @Property(tries = 10)
  void zeroIsNoLimit(@ForAll @IntRange(min = 1, max = 1_000) int requests) {
    RateLimit limit = new RateLimit(0);
    for (int i = 0; i < requests; i++) {
      assertThat(limit.delay(START)).isZero();
      limit.taken(START);
    }
  }
}
