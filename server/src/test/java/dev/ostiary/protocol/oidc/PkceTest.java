package dev.ostiary.protocol.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.Secret;
import org.junit.jupiter.api.Test;

class PkceTest {
  /// RFC 7636, appendix B.
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @Test
  void theChallengeIsThatOfTheStandardsExample() {
    assertThat(Pkce.challenge(new Secret(VERIFIER))).isEqualTo(CHALLENGE);
    assertThat(Pkce.isChallenge(CHALLENGE)).isTrue();
    assertThat(Pkce.matches(CHALLENGE, VERIFIER)).isTrue();
  }

  @Test
  void otherVerifiersDoNotMatch() {
    assertThat(Pkce.matches(CHALLENGE, "e" + VERIFIER.substring(1))).isFalse();
    assertThat(Pkce.matches(CHALLENGE, CHALLENGE)).as("method plain").isFalse();
    assertThat(Pkce.matches(CHALLENGE, VERIFIER.substring(1))).as("too short").isFalse();
    assertThat(Pkce.matches(Pkce.challenge(new Secret("x".repeat(129))), "x".repeat(129)))
        .as("too long")
        .isFalse();
    assertThat(Pkce.matches(Pkce.challenge(new Secret("ü".repeat(43))), "ü".repeat(43)))
        .as("outside the alphabet")
        .isFalse();
  }

  @Test
  void whatIsNoDigestIsNoChallenge() {
    assertThat(Pkce.isChallenge("")).isFalse();
    assertThat(Pkce.isChallenge(CHALLENGE + "=")).isFalse();
    assertThat(Pkce.isChallenge(CHALLENGE.substring(1))).isFalse();
  }
}
