package dev.ostiary.protocol.oidc;

import static dev.ostiary.protocol.oidc.TestProvider.CLIENT;
import static dev.ostiary.protocol.oidc.TestProvider.ISSUER;
import static dev.ostiary.protocol.oidc.TestProvider.NONCE;
import static dev.ostiary.protocol.oidc.TestProvider.NOW;
import static dev.ostiary.protocol.oidc.TestProvider.base64;
import static dev.ostiary.protocol.oidc.TestProvider.claims;
import static dev.ostiary.protocol.oidc.TestProvider.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.ostiary.platform.Json;
import dev.ostiary.protocol.oidc.IdTokenVerdict.Accepted;
import dev.ostiary.protocol.oidc.IdTokenVerdict.Rejected;
import dev.ostiary.protocol.oidc.IdTokenVerifier.Expectation;
import dev.ostiary.protocol.oidc.Rejection.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdTokenVerifierTest {
  private static final TestProvider PROVIDER = new TestProvider();
  private static final JwkSet KEYS = JwkSet.parse(PROVIDER.jwks());

  @Test
  void aGoodTokenIsBelieved() {
    String token =
        PROVIDER.token(claims -> {
          claims.put("auth_time", NOW - 60).put("acr", "urn:mfa").put("sid", "s-1");
          claims.putArray("amr").add("pwd").add("otp");
        });

    IdToken believed = accepted(verify(token));

    assertThat(believed.subject()).isEqualTo("00u1abcd");
    assertThat(believed.authenticationTime()).isEqualTo(Instant.ofEpochSecond(NOW - 60));
    assertThat(believed.contextClass()).isEqualTo("urn:mfa");
    assertThat(believed.methods()).containsExactly("pwd", "otp");
    assertThat(believed.session()).isEqualTo("s-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256:rsa", "PS256:rsa", "ES256:ec", "EdDSA:ed"})
  void theUsualAlgorithmsAreAccepted(String pair) {
    String[] parts = pair.split(":", -1);

    accepted(verify(PROVIDER.headed(head -> head.put("alg", parts[0]).put("kid", parts[1]))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void variationsThatTheStandardAllowsAreAccepted(String name, String token) {
    accepted(verify(token));
  }

  static Stream<Arguments> variationsThatTheStandardAllowsAreAccepted() {
    String code = SignatureAlgorithm.RS256.halfHash("the-code");
    String access = SignatureAlgorithm.RS256.halfHash("the-access-token");
    return Stream.of(
        arguments("no typ", PROVIDER.headed(head -> head.remove("typ"))),
        arguments("typ in lower case", PROVIDER.headed(head -> head.put("typ", "jwt"))),
        arguments("no kid, one key fits", PROVIDER.headed(head -> head.remove("kid"))),
        arguments("a key in the header is not read", PROVIDER.headed(IdTokenVerifierTest::ownKey)),
        arguments("aud is a list", PROVIDER.token(claims -> claims.putArray("aud").add(CLIENT))),
        arguments(
            "aud has others, azp is us",
            PROVIDER.token(
                claims -> claims.put("azp", CLIENT).putArray("aud").add("other").add(CLIENT))),
        arguments("azp is us", PROVIDER.token(claims -> claims.put("azp", CLIENT))),
        arguments("expired within the skew", PROVIDER.token(claims -> claims.put("exp", NOW - 59))),
        arguments("from the near future", PROVIDER.token(claims -> claims.put("iat", NOW + 60))),
        arguments("times with a fraction", PROVIDER.token(claims -> claims.put("exp", NOW + 1.5))),
        arguments("nbf has passed", PROVIDER.token(claims -> claims.put("nbf", NOW))),
        arguments(
            "hashes fit",
            PROVIDER.token(claims -> claims.put("c_hash", code).put("at_hash", access))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void otherTokensAreRejected(String name, Rule rule, String token) {
    Rejection rejection = rejected(verify(token));

    assertThat(rejection.rule()).as(rejection.found()).isEqualTo(rule);
    assertThat(rejection.found()).isNotBlank().hasSizeLessThan(1000);
    assertThat(rejection.remedy()).isNotBlank();
  }

  static Stream<Arguments> otherTokensAreRejected() throws Exception {
    String good = PROVIDER.token(claims -> {});
    String[] parts = good.split("\\.", -1);
    String twice = "{\"sub\":\"a\",\"sub\":\"b\"," + Json.text(claims()).substring(1);
    return Stream.of(
        // the form
        arguments("empty", Rule.FORM, ""),
        arguments("no signature", Rule.FORM, parts[0] + "." + parts[1] + "."),
        arguments("two parts", Rule.FORM, parts[0] + "." + parts[1]),
        arguments("encrypted", Rule.FORM, "a.b.c.d.e"),
        arguments("in a token", Rule.FORM, base64(good)),
        arguments("giant", Rule.FORM, good + "A".repeat(64 * 1024)),
        arguments(
            "header member twice",
            Rule.FORM,
            base64("{\"alg\":\"none\",\"alg\":\"RS256\"}") + "." + parts[1] + "." + parts[2]),
        // the header
        arguments("alg none", Rule.ALGORITHM, headed("alg", "none")),
        arguments(
            "alg none, no signature",
            Rule.FORM,
            base64("{\"alg\":\"none\"}") + "." + parts[1] + "."),
        arguments("alg None", Rule.ALGORITHM, headed("alg", "None")),
        arguments("no alg", Rule.ALGORITHM, PROVIDER.headed(head -> head.remove("alg"))),
        arguments("alg no text", Rule.ALGORITHM, PROVIDER.headed(head -> head.put("alg", 1))),
        arguments("alg not of the list", Rule.ALGORITHM, headed("alg", "RS512")),
        arguments("alg of another case", Rule.ALGORITHM, headed("alg", "rs256")),
        arguments(
            "HS256 with the secret", Rule.ALGORITHM, mac("a-client-secret-that-is-long-enough")),
        arguments("HS256 with the public key", Rule.ALGORITHM, mac(pem())),
        arguments("crit", Rule.HEADER, PROVIDER.headed(head -> head.putArray("crit").add("exp"))),
        arguments("b64", Rule.HEADER, PROVIDER.headed(head -> head.put("b64", false))),
        arguments("nested", Rule.HEADER, headed("cty", "JWT")),
        arguments("zip", Rule.HEADER, headed("zip", "DEF")),
        arguments("an access token", Rule.TYPE, headed("typ", "at+jwt")),
        arguments("a logout token", Rule.TYPE, headed("typ", "logout+jwt")),
        arguments("typ no text", Rule.TYPE, PROVIDER.headed(head -> head.put("typ", 7))),
        // the key and the signature
        arguments("unknown kid", Rule.KEY, headed("kid", "other")),
        arguments("key of another kind", Rule.KEY, headed("kid", "ec")),
        arguments("another provider's key", Rule.SIGNATURE, new TestProvider().token(c -> {})),
        arguments(
            "its own key in the header",
            Rule.SIGNATURE,
            new TestProvider().headed(IdTokenVerifierTest::ownKey)),
        arguments(
            "claims of another token",
            Rule.SIGNATURE,
            parts[0] + "." + base64(Json.text(claims().put("sub", "admin"))) + "." + parts[2]),
        arguments(
            "a zero signature",
            Rule.SIGNATURE,
            PROVIDER
                .headed(h -> h.put("alg", "ES256").put("kid", "ec"))
                .replaceFirst("[^.]+$", base64(new byte[64]))),
        // the claims
        arguments("no object", Rule.CLAIMS, PROVIDER.sign(header(), "[]")),
        arguments("a claim twice", Rule.CLAIMS, PROVIDER.sign(header(), twice)),
        arguments(
            "deep",
            Rule.CLAIMS,
            PROVIDER.sign(header(), "{\"a\":" + "[".repeat(60) + "]".repeat(60) + "}")),
        arguments("another issuer", Rule.ISSUER, with("iss", "https://evil.example.com")),
        arguments("a slash at the end", Rule.ISSUER, with("iss", ISSUER + "/")),
        arguments("no issuer", Rule.ISSUER, without("iss")),
        arguments("another audience", Rule.AUDIENCE, with("aud", "other")),
        arguments("no audience", Rule.AUDIENCE, without("aud")),
        arguments(
            "a list without us",
            Rule.AUDIENCE,
            PROVIDER.token(claims -> claims.putArray("aud").add("other"))),
        arguments("an empty list", Rule.AUDIENCE, PROVIDER.token(claims -> claims.putArray("aud"))),
        arguments(
            "others and no azp",
            Rule.AUTHORIZED_PARTY,
            PROVIDER.token(claims -> claims.putArray("aud").add(CLIENT).add("other"))),
        arguments("azp is another", Rule.AUTHORIZED_PARTY, with("azp", "other")),
        arguments("no sub", Rule.SUBJECT, without("sub")),
        arguments("empty sub", Rule.SUBJECT, with("sub", "")),
        arguments("sub no text", Rule.SUBJECT, PROVIDER.token(claims -> claims.put("sub", 7))),
        arguments("giant sub", Rule.SUBJECT, with("sub", "x".repeat(5000))),
        arguments("sub with a line break", Rule.SUBJECT, with("sub", "a\nb")),
        arguments("expired", Rule.TIME, PROVIDER.token(claims -> claims.put("exp", NOW - 60))),
        arguments("no exp", Rule.TIME, without("exp")),
        arguments("exp is a text", Rule.TIME, with("exp", "9999999999")),
        arguments("exp has no end", Rule.TIME, PROVIDER.token(claims -> claims.put("exp", 1e300))),
        arguments("no iat", Rule.TIME, without("iat")),
        arguments(
            "iat far in the future",
            Rule.TIME,
            PROVIDER.token(claims -> claims.put("iat", NOW + 61))),
        arguments(
            "not valid yet", Rule.TIME, PROVIDER.token(claims -> claims.put("nbf", NOW + 61))),
        arguments("nbf is a text", Rule.TIME, with("nbf", "0")),
        arguments("no nonce", Rule.NONCE, without("nonce")),
        arguments("another nonce", Rule.NONCE, with("nonce", "of-an-earlier-login")),
        arguments(
            "c_hash of another code", Rule.TOKEN_HASH, with("c_hash", "AAAAAAAAAAAAAAAAAAAAAA")),
        arguments(
            "at_hash of another token",
            Rule.TOKEN_HASH,
            with("at_hash", SignatureAlgorithm.RS256.halfHash("another"))),
        arguments("auth_time is a text", Rule.AUTHENTICATION_AGE, with("auth_time", "now")));
  }

  @Test
  void manyKeysWithoutIdAreTriedByTheirKind() throws Exception {
    ObjectNode set = Json.object();
    var other = (java.security.interfaces.RSAPublicKey) TestProvider.rsa(2048).getPublic();
    set.putArray("keys")
        .add(TestProvider.rsaJwk("a", other))
        .add(TestProvider.rsaJwk("b", PROVIDER.rsaKey()));
    JwkSet keys = JwkSet.parse(Json.text(set));

    String anonymous = PROVIDER.headed(head -> head.remove("kid"));

    accepted(IdTokenVerifier.verify(anonymous, keys, expectation(null)));
    String wrong = PROVIDER.headed(head -> head.put("kid", "a"));
    assertThat(rejected(IdTokenVerifier.verify(wrong, keys, expectation(null))).rule())
        .isEqualTo(Rule.SIGNATURE);
  }

  @Test
  void anAuthenticationThatIsTooOldIsRejectedOnlyWhenOneAsked() {
    String old = PROVIDER.token(claims -> claims.put("auth_time", NOW - 3600));
    String none = PROVIDER.token(claims -> {});

    accepted(verify(old));
    accepted(IdTokenVerifier.verify(old, KEYS, expectation(Duration.ofHours(2))));
    for (String token : List.of(old, none)) {
      assertThat(
              rejected(IdTokenVerifier.verify(token, KEYS, expectation(Duration.ofMinutes(5))))
                  .rule())
          .isEqualTo(Rule.AUTHENTICATION_AGE);
    }
  }

  @Test
  void aTenantOfMicrosoftIsPinned() {
    String tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    String issuer = "https://login.microsoftonline.com/" + tenant + "/v2.0";
    Expectation expected =
        new Expectation(
            issuer,
            CLIENT,
            NONCE,
            SignatureAlgorithm.USUAL,
            "the-code",
            null,
            null,
            Instant.ofEpochSecond(NOW));

    accepted(
        IdTokenVerifier.verify(
            PROVIDER.token(c -> c.put("iss", issuer).put("tid", tenant)), KEYS, expected));
    assertThat(
            rejected(
                    IdTokenVerifier.verify(
                        PROVIDER.token(c -> c.put("iss", issuer).put("tid", "0-attacker")),
                        KEYS,
                        expected))
                .rule())
        .isEqualTo(Rule.TENANT);
  }

  @Test
  void whatAStrangerWroteIsTamedInTheExplanation() {
    Rejection rejection =
        rejected(verify(with("iss", "https://evil/\r\nSet-Cookie: " + "x".repeat(9000))));

    assertThat(rejection.found()).doesNotContain("\r", "\n").hasSizeLessThan(600);
  }

  private static void ownKey(ObjectNode header) {
    ObjectNode key = TestProvider.rsaJwk("rsa", new TestProvider().rsaKey());
    header.set("jwk", key);
    header.put("jku", "https://evil.example.com/keys").put("x5u", "https://evil.example.com/x5u");
    header.putArray("x5c").add("MIIB");
  }

  private static String headed(String name, String value) {
    return PROVIDER.headed(head -> head.put(name, value));
  }

  private static String with(String name, String value) {
    return PROVIDER.token(claims -> claims.put(name, value));
  }

  private static String without(String name) {
    Consumer<ObjectNode> alteration = claims -> claims.remove(name);
    return PROVIDER.token(alteration);
  }

  private static String mac(String key) throws Exception {
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
            new Payload(Json.text(claims())));
    token.sign(new MACSigner(key.getBytes(StandardCharsets.US_ASCII)));
    return token.serialize();
  }

  private static String pem() {
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(PROVIDER.rsaKey().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  private static Expectation expectation(@Nullable Duration maxAge) {
    return new Expectation(
        ISSUER,
        CLIENT,
        NONCE,
        Set.copyOf(SignatureAlgorithm.USUAL),
        "the-code",
        "the-access-token",
        maxAge,
        Instant.ofEpochSecond(NOW));
  }

  private static IdTokenVerdict verify(String token) {
    return IdTokenVerifier.verify(token, KEYS, expectation(null));
  }

  private static IdToken accepted(IdTokenVerdict verdict) {
    assertThat(verdict).isInstanceOf(Accepted.class);
    return ((Accepted) verdict).token();
  }

  private static Rejection rejected(IdTokenVerdict verdict) {
    assertThat(verdict).isInstanceOf(Rejected.class);
    return ((Rejected) verdict).reason();
  }
}
