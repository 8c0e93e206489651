package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
  /// Gives the middle of every range: no jitter.
  private static final RandomGenerator STEADY =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 1L << 63;
        }
      };

  @Test
  void theDefaultTriesEightTimesOverADay() {
    List<Duration> waits =
        java.util.stream.IntStream.rangeClosed(1, 7)
            .mapToObj(n -> RetrySchedule.DEFAULT.delayAfter(n, null, STEADY).orElseThrow())
            .toList();

    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(10));
    assertThat(RetrySchedule.DEFAULT.delayAfter(8, null, STEADY)).isEmpty();
  }

  @Property
  void jitterStaysWithinAFifth(@ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int attempt) {
    Duration middle = RetrySchedule.DEFAULT.delays().get(attempt - 1);
    Duration delay =
        RetrySchedule.DEFAULT.delayAfter(attempt, null, new Random(seed)).orElseThrow();

    assertThat(delay)
        .isBetween(middle.multipliedBy(8).dividedBy(10), middle.multipliedBy(12).dividedBy(10));
  }

  @Test
  void retryAfterLengthensTheWaitWithinReason() {
    assertThat(RetrySchedule.DEFAULT.delayAfter(1, Duration.ofSeconds(90), STEADY))
        .contains(Duration.ofSeconds(90));
    assertThat(RetrySchedule.DEFAULT.delayAfter(1, Duration.ofSeconds(1), STEADY))
        .contains(Duration.ofSeconds(5));
    assertThat(RetrySchedule.DEFAULT.delayAfter(1, Duration.ofDays(400), STEADY))
        .contains(RetrySchedule.LONGEST_RETRY_AFTER);
  }

  @Test
  void aScheduleThatIsNoScheduleIsRefused() {
    assertThatThrownBy(() -> new RetrySchedule(Collections.nCopies(21, Duration.ofSeconds(1))))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("found 21 delays, expected at most 20");
    assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofDays(8))))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("retry_delays_seconds");
    assertThat(new RetrySchedule(List.of(Duration.ofDays(7))).delays()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '120',                            PT2M
          ' 5 ',                            PT5S
          'Fri, 02 Jan 2026 03:05:05 GMT',  PT1M
          'Fri, 02 Jan 2026 03:03:05 GMT',
          'soon',
          '-1',
          '99999999999',
          '',
          ,
          """)
  void retryAfterIsReadAsSecondsOrDate(String header, Duration expected) {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    assertThat(RetryAfter.read(header, now)).isEqualTo(expected);
  }
}
