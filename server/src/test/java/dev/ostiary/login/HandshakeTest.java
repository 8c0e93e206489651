package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.id.LoginId;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What binds an attempt to its browser.
class HandshakeTest {
  private static final Secret SECRET = new Secret("a".repeat(43));
  private static final Handshake HANDSHAKE =
      new Handshake(new LoginId(114568923709833217L), SECRET);

  @Test
  void everythingIsDerivedFromTheSecretAndTheAttempt() {
    Handshake again = new Handshake(HANDSHAKE.id(), new Secret("a".repeat(43)));
    Handshake otherAttempt = new Handshake(new LoginId(1), SECRET);
    Handshake otherBrowser = new Handshake(HANDSHAKE.id(), new Secret("b".repeat(43)));

    assertThat(again.handle()).isEqualTo(HANDSHAKE.handle());
    assertThat(Set.of(HANDSHAKE.nonce(), HANDSHAKE.codeVerifier(), HANDSHAKE.samlRequestId()))
        .hasSize(3);
    for (Handshake other : new Handshake[] {otherAttempt, otherBrowser}) {
      assertThat(other.nonce()).isNotEqualTo(HANDSHAKE.nonce());
      assertThat(other.codeVerifier()).isNotEqualTo(HANDSHAKE.codeVerifier());
      assertThat(other.isHandle(HANDSHAKE.handle())).isFalse();
    }
    assertThat(again.isHandle(HANDSHAKE.handle())).as("the control").isTrue();
  }

  @Test
  void theFormsFitTheStandards() {
    assertThat(HANDSHAKE.handle().length()).isLessThanOrEqualTo(80);
    assertThat(HANDSHAKE.codeVerifier()).matches("[A-Za-z0-9_-]{43}");
    assertThat(HANDSHAKE.samlRequestId()).matches("_[0-9a-f]{64}");
    assertThat(Handshake.attemptOf(HANDSHAKE.handle())).contains(HANDSHAKE.id());
  }

  @Test
  void anythingElseNamesNoAttempt() {
    for (String text :
        new String[] {
          "",
          "req_1",
          "req_1.",
          "req_0." + "a".repeat(43),
          "req_" + "9".repeat(19) + "." + "a".repeat(43),
          "https://evil.example",
          "req_1." + "a".repeat(42) + "=",
          "req_1." + "a".repeat(44)
        }) {
      assertThat(Handshake.attemptOf(text)).as(text).isEmpty();
    }
  }
}
