package dev.ostiary.protocol.oidc;

import static dev.ostiary.protocol.oidc.TestProvider.CLIENT;
import static dev.ostiary.protocol.oidc.TestProvider.ISSUER;
import static dev.ostiary.protocol.oidc.TestProvider.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.protocol.oidc.Rejection.Rule;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogoutTokenTest {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final TestProvider PROVIDER = new TestProvider();
  private static final JwkSet KEYS = JwkSet.parse(PROVIDER.jwks());

  @Test
  void aGoodMessageIsBelieved() {
    assertThat(verify(message("logout+jwt", claims -> {})))
        .isEqualTo(
            new LogoutToken.Accepted(
                new LogoutToken(
                    "00u1abcd", "s-1", "j-1", Instant.ofEpochSecond(NOW + 120).plusSeconds(60))));
    assertThat(verify(message("JWT", claims -> claims.remove("sub"))))
        .isInstanceOf(LogoutToken.Accepted.class);
    assertThat(verify(message("logout+jwt", claims -> claims.remove("sid"))))
        .isInstanceOf(LogoutToken.Accepted.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void othersAreRejected(String name, Rule rule, String token) {
    assertThat(verify(token))
        .isInstanceOfSatisfying(
            LogoutToken.Rejected.class,
            rejected -> assertThat(rejected.reason().rule()).isEqualTo(rule));
  }

  static Stream<Arguments> othersAreRejected() {
    return Stream.of(
        arguments("an ID token", Rule.LOGOUT_EVENT, PROVIDER.token(claims -> {})),
        arguments("an access token", Rule.TYPE, message("at+jwt", claims -> {})),
        row("a nonce", Rule.LOGOUT_EVENT, claims -> claims.put("nonce", "n")),
        row("no event", Rule.LOGOUT_EVENT, claims -> claims.putObject("events").putObject("x")),
        row(
            "an event that is no object",
            Rule.LOGOUT_EVENT,
            claims -> claims.putObject("events").put(EVENT, true)),
        row("no jti", Rule.LOGOUT_EVENT, claims -> claims.remove("jti")),
        row("nobody", Rule.LOGOUT_EVENT, claims -> claims.remove(List.of("sub", "sid"))),
        row("another audience", Rule.AUDIENCE, claims -> claims.put("aud", "other")),
        row("another issuer", Rule.ISSUER, claims -> claims.put("iss", "https://evil.example.com")),
        row("expired", Rule.TIME, claims -> claims.put("exp", NOW - 60)),
        row("no exp", Rule.TIME, claims -> claims.remove("exp")),
        arguments("another's signature", Rule.SIGNATURE, new TestProvider().token(claims -> {})));
  }

  private static Arguments row(String name, Rule rule, Consumer<ObjectNode> alteration) {
    return arguments(name, rule, message("logout+jwt", alteration));
  }

  private static String message(String type, Consumer<ObjectNode> alteration) {
    ObjectNode claims =
        Json.object()
            .put("iss", ISSUER)
            .put("aud", CLIENT)
            .put("iat", NOW)
            .put("exp", NOW + 120)
            .put("jti", "j-1")
            .put("sub", "00u1abcd")
            .put("sid", "s-1");
    claims.putObject("events").putObject(EVENT);
    alteration.accept(claims);
    return PROVIDER.sign(TestProvider.header().put("typ", type), Json.text(claims));
  }

  private static LogoutToken.Verdict verify(String token) {
    return LogoutToken.verify(
        token, KEYS, ISSUER, CLIENT, SignatureAlgorithm.USUAL, Instant.ofEpochSecond(NOW));
  }
}
