package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final Circuit circuit = new Circuit(null, START);
  private Instant now = START;

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      circuit.sending();
      circuit.failed(now, null);
    }
  }

  @Test
  void anOpenOneAdmitsOneProbeAtATime() {
    fail(Circuit.OPENING_FAILURES - 1);
    assertThat(circuit.isOpen()).isFalse();
    assertThat(circuit.admits(now)).isTrue();
    fail(1);
    assertThat(circuit.isOpen()).isTrue();
    assertThat(circuit.admits(now)).isFalse();

    now = now.plus(Circuit.FIRST_PROBE);
    assertThat(circuit.admits(now)).isTrue();
    circuit.sending();
    assertThat(circuit.admits(now)).as("a second probe").isFalse();
    circuit.succeeded();
    assertThat(circuit.isOpen()).isFalse();
    assertThat(circuit.admits(now)).isTrue();
    assertThat(circuit.failingSince()).isNull();
  }

  @Test
  void probesBecomeRarerUntilTheLongestInterval() {
    fail(Circuit.OPENING_FAILURES);
    Duration interval = Circuit.FIRST_PROBE;
    for (int probe = 0; probe < 10; probe++) {
      now = now.plus(interval);
      assertThat(circuit.admits(now.minusMillis(1))).isFalse();
      assertThat(circuit.admits(now)).isTrue();
      fail(1);
      interval = interval.multipliedBy(2);
      if (interval.compareTo(Circuit.LONGEST_PROBE) > 0) {
        interval = Circuit.LONGEST_PROBE;
      }
    }
    assertThat(interval).isEqualTo(Circuit.LONGEST_PROBE);
  }

  @Test
  void stragglersFromBeforeItOpenedDoNotMakeProbesRarer() {
    fail(Circuit.OPENING_FAILURES);
    for (int straggler = 0; straggler < 50; straggler++) {
      circuit.failed(now, null);
    }
    assertThat(circuit.admits(now.plus(Circuit.FIRST_PROBE))).isTrue();
  }

  @Test
  void aProbeThatFoundNothingToSendMayBeMadeAgain() {
    fail(Circuit.OPENING_FAILURES);
    now = now.plus(Circuit.FIRST_PROBE);
    circuit.sending();
    circuit.unsent();
    assertThat(circuit.admits(now)).isTrue();
  }

  @Test
  void oneSuccessForgetsTheFailuresBefore() {
    fail(Circuit.OPENING_FAILURES - 1);
    circuit.succeeded();
    fail(Circuit.OPENING_FAILURES - 1);
    assertThat(circuit.isOpen()).isFalse();
  }

  @Test
  void aPauseHoldsBackEverythingUpToItsLimit() {
    circuit.failed(now, Duration.ofSeconds(30));
    circuit.failed(now, Duration.ofSeconds(10));
    assertThat(circuit.admits(now.plusSeconds(29))).isFalse();
    assertThat(circuit.admits(now.plusSeconds(30))).isTrue();

    circuit.failed(now, Duration.ofDays(300));
    assertThat(circuit.admits(now.plus(Circuit.LONGEST_PAUSE).minusMillis(1))).isFalse();
    assertThat(circuit.admits(now.plus(Circuit.LONGEST_PAUSE))).isTrue();
  }

  @Test
  void anEndpointIsAbandonedAfterFiveDaysOfNothingButFailures() {
    fail(1);
    assertThat(circuit.isAbandoned(START.plus(Circuit.ABANDONED_AFTER).minusMillis(1))).isFalse();
    assertThat(circuit.isAbandoned(START.plus(Circuit.ABANDONED_AFTER))).isTrue();
    circuit.succeeded();
    assertThat(circuit.isAbandoned(START.plus(Circuit.ABANDONED_AFTER))).isFalse();
  }

  @Test
  void theNextCourierBeginsWithAProbeWhereTheOneBeforeFailedForLong() {
    Circuit next = new Circuit(START, START.plus(Duration.ofHours(1)));
    assertThat(next.isOpen()).isTrue();
    assertThat(next.admits(START.plus(Duration.ofHours(1)))).isTrue();
    assertThat(next.failingSince()).isEqualTo(START);
    assertThat(new Circuit(START, START.plusSeconds(1)).isOpen()).isFalse();
  }
}
