package dev.ostiary.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class KeyScheduleTest {
  private static final KeySchedule SCHEDULE =
      new KeySchedule(Duration.ofDays(7), Duration.ofDays(3));
  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  private static final Instant TURN = START.plus(SCHEDULE.preparation());

  /// Keys that are nothing but the time from which they sign, the newest first.
  private static final List<Instant> KEYS = List.of(TURN, START);

  @Test
  void aKeySignsFromItsTimeOnUntilThatOfTheNext() {
    assertThat(signing(START.minusNanos(1))).isNull();
    assertThat(signing(START)).isEqualTo(START);
    assertThat(signing(TURN.minusNanos(1))).isEqualTo(START);
    assertThat(signing(TURN)).isEqualTo(TURN);
  }

  @Test
  void aKeyIsKnownBeforeItSignsAndAfterTheNextHasBegunTo() {
    Instant end = TURN.plus(SCHEDULE.retirement());

    assertThat(known(START)).containsExactly(START, TURN);
    assertThat(known(end.minusNanos(1))).containsExactly(START, TURN);
    assertThat(known(end)).containsExactly(TURN);
    assertThat(known(end.plus(Duration.ofDays(9999)))).containsExactly(TURN);
  }

  @Test
  void oneKeyWaitsAtATime() {
    assertThat(SCHEDULE.next(List.of(START), Function.identity(), START)).isEqualTo(TURN);
    assertThatThrownBy(() -> SCHEDULE.next(KEYS, Function.identity(), TURN.minusNanos(1)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("published already and signs from " + TURN);
    assertThat(SCHEDULE.next(KEYS, Function.identity(), TURN))
        .isEqualTo(TURN.plus(SCHEDULE.preparation()));
  }

  private static Instant signing(Instant now) {
    return SCHEDULE.signing(KEYS, Function.identity(), now).orElse(null);
  }

  private static List<Instant> known(Instant now) {
    return SCHEDULE.known(KEYS, Function.identity(), now);
  }
}
