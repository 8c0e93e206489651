package dev.ostiary.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.testing.SettableClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Guessing gets slow; the client whose secret is guessed does not notice.
class FailedProofsTest {
  private static final String CLIENT = "skc_1";
  private static final int MANY = 2_000;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final FailedProofs proofs = new FailedProofs(clock);

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private OAuthRefusal refusal(String address, String client) {
    return catchThrowableOfType(OAuthRefusal.class, () -> proofs.admit(address(address), client));
  }

  private void fail(String address, String client, int times) {
    for (int i = 0; i < times; i++) {
      proofs.failed(address(address), client);
    }
  }

  @Test
  void anAddressThatFailsTooOftenIsNotHeardForAWhile() {
    fail("192.0.2.1", CLIENT, 99);
    assertThat(refusal("192.0.2.1", CLIENT)).isNull();
    fail("192.0.2.1", CLIENT, 1);

    OAuthRefusal refusal = refusal("192.0.2.1", CLIENT);

    assertThat(refusal.status()).isEqualTo(429);
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(2));
    assertThat(refusal("192.0.2.1", "skc_2")).as("another client id").isNotNull();
    clock.advance(Duration.ofSeconds(2));
    assertThat(refusal("192.0.2.1", CLIENT)).isNull();
  }

  @Test
  void theClientItselfIsHeardFromItsOwnAddress() {
    fail("192.0.2.1", CLIENT, MANY);

    assertThatNoException().isThrownBy(() -> proofs.admit(address("198.51.100.7"), CLIENT));
  }

  @Test
  void theClientIsHeardFromTheSameAddressOnceItHasProvenItself() {
    proofs.succeeded(address("192.0.2.1"), CLIENT);
    fail("192.0.2.1", "skc_2", MANY);

    assertThat(refusal("192.0.2.1", CLIENT)).isNull();
    assertThat(refusal("192.0.2.1", "skc_2")).isNotNull();
  }

  @Test
  void guessesFromManyAddressesLeaveEachOfThemFewTries() {
    for (int i = 0; i < 600; i++) {
      fail("198.51." + i / 250 + "." + i % 250, CLIENT, 1);
    }

    fail("203.0.113.9", CLIENT, 4);
    assertThat(refusal("203.0.113.9", CLIENT)).isNull();
    fail("203.0.113.9", CLIENT, 1);
    assertThat(refusal("203.0.113.9", CLIENT)).isNotNull();
    assertThat(refusal("203.0.113.9", "skc_2")).as("a client nobody guesses at").isNull();
    assertThat(refusal("203.0.113.10", CLIENT)).as("an address that never failed").isNull();
  }

  @Test
  void theAddressesOfOneNetworkCountAsOne() {
    fail("2001:db8:1:2::1", CLIENT, 50);
    fail("2001:db8:1:2:ffff::9", CLIENT, 50);

    assertThat(refusal("2001:db8:1:2:3::4", CLIENT)).isNotNull();
    assertThat(refusal("2001:db8:1:3::1", CLIENT)).isNull();
  }
}
