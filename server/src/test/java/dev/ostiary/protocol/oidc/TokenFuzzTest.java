package dev.ostiary.protocol.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a provider sends is answered by a verdict or a refusal, and by no other exception.
class TokenFuzzTest {
  /// Longer than each of the seeds, which are cut off otherwise.
  private static final int MAX = 20_000;

  private static final TestProvider PROVIDER = new TestProvider();
  private static final JwkSet KEYS = JwkSet.parse(PROVIDER.jwks());
  private static final IdTokenVerifier.Expectation EXPECTED =
      new IdTokenVerifier.Expectation(
          TestProvider.ISSUER,
          TestProvider.CLIENT,
          TestProvider.NONCE,
          SignatureAlgorithm.USUAL,
          "code",
          null,
          null,
          Instant.ofEpochSecond(TestProvider.NOW));

  static Stream<String> idTokens() {
    return Stream.of("RS256", "PS256", "ES256", "EdDSA", "none", "HS256")
        .map(algorithm ->
            PROVIDER.headed(header ->
                header
                    .put("alg", algorithm)
                    .put(
                        "kid",
                        switch (algorithm) {
                          case "ES256" -> "ec";
                          case "EdDSA" -> "ed";
                          default -> "rsa";
                        })));
  }

  @MethodSource("idTokens")
  @FuzzTest(maxDuration = "2m")
  void idTokens(@NotNull @WithUtf8Length(max = MAX) String token) {
    if (IdTokenVerifier.verify(token, KEYS, EXPECTED) instanceof IdTokenVerdict.Accepted accepted) {
      assertThat(accepted.token().claims()).hasToString(Json.text(TestProvider.claims()));
    }
  }

  /// As it would be were every signature good.
  static Stream<String> claims() {
    return Stream.of(
        Json.text(TestProvider.claims()),
        Json.text(TestProvider.claims().put("azp", "x").put("auth_time", 1).put("at_hash", "x")),
        Json.text(TestProvider.claims().put("tid", "x").put("exp", 1e300).put("nbf", -1)),
        "{\"sub\":\"a\",\"sub\":\"b\"}",
        "[]");
  }

  @MethodSource("claims")
  @FuzzTest(maxDuration = "2m")
  void claims(@NotNull @WithUtf8Length(max = MAX) String json) {
    String token = PROVIDER.sign(TestProvider.header(), json);
    if (IdTokenVerifier.verify(token, KEYS, EXPECTED) instanceof IdTokenVerdict.Accepted accepted) {
      assertThat(accepted.token().subject()).isNotEmpty().hasSizeLessThanOrEqualTo(255);
    }
  }

  static Stream<String> keySets() {
    return Stream.of(PROVIDER.jwks(), "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}", "{}");
  }

  @MethodSource("keySets")
  @FuzzTest(maxDuration = "2m")
  void keySets(@NotNull @WithUtf8Length(max = MAX) String json) {
    try {
      assertThat(JwkSet.parse(json).keys()).hasSizeLessThanOrEqualTo(100);
    } catch (Problem refused) {
      assertThat(refused).hasMessageNotContaining("Exception");
    }
  }
}
