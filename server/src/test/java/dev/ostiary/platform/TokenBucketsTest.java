package dev.ostiary.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final TokenBuckets buckets = new TokenBuckets(2, 3, clock);

  @Test
  void aKeyMaySpendItsBurstAndThenItsRate() {
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("a")).isZero();
    }
    assertThat(buckets.take("a")).isEqualTo(Duration.ofMillis(500));

    clock.advance(Duration.ofMillis(500));
    assertThat(buckets.take("a")).isZero();
    assertThat(buckets.take("a")).isPositive();
  }

  @Test
  void anotherKeyHasABucketOfItsOwn() {
    for (int i = 0; i < 4; i++) {
      buckets.take("a");
    }

    assertThat(buckets.until("a", 1)).isPositive();
    assertThat(buckets.take("b")).isZero();
  }

  @Test
  void aBucketNeverHoldsMoreThanItsBurst() {
    buckets.take("a");
    clock.advance(Duration.ofDays(1));

    assertThat(buckets.until("a", 3)).isZero();
    assertThat(buckets.until("a", 4)).isPositive();
  }
}
