package dev.ostiary.protocol.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.protocol.oidc.IdTokenVerdict.Accepted;
import dev.ostiary.protocol.oidc.IdTokenVerdict.Rejected;
import dev.ostiary.protocol.oidc.Rejection.Rule;
import dev.ostiary.protocol.oidc.SignedToken.TokenType;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Judges ID tokens (OpenID Connect Core, sections 3.1.3.7 and 3.1.3.8): a token, the provider's
/// keys and what is expected go in, a verdict comes out.
public final class IdTokenVerifier {
  /// How far the provider's clock and ours may differ.
  public static final Duration SKEW = Duration.ofSeconds(60);

  /// Section 2 allows `sub` 255 ASCII characters.
  private static final int MAX_SUBJECT = 255;

  /// Seconds since 1970 in the year 9999: what is larger is no time.
  private static final BigDecimal LAST_TIME = BigDecimal.valueOf(253_402_300_799L);

  private static final String MICROSOFT = "login.microsoftonline.com";

  private final Expectation expected;

  /// What the token has to be.
  ///
  /// @param issuer the very string
  /// @param clientId ours at the provider
  /// @param nonce of the request that the token answers
  /// @param code that was redeemed, for `c_hash`
  /// @param accessToken that came along, for `at_hash`; null when none did
  /// @param maxAge of the authentication, when the request asked for one
  public record Expectation(
      String issuer,
      String clientId,
      String nonce,
      Set<SignatureAlgorithm> algorithms,
      String code,
      @Nullable String accessToken,
      @Nullable Duration maxAge,
      Instant now) {
    public Expectation {
      algorithms = Set.copyOf(algorithms);
    }
  }

  private IdTokenVerifier(Expectation expected) {
    this.expected = expected;
  }

  public static IdTokenVerdict verify(String token, JwkSet keys, Expectation expected) {
    return switch (SignedToken.verify(token, keys, expected.algorithms(), TokenType.ID_TOKEN)) {
      case SignedToken.Refused(Rejection rejection) -> new Rejected(rejection);
      case SignedToken.Verified verified -> new IdTokenVerifier(expected).judge(verified);
    };
  }

  private IdTokenVerdict judge(SignedToken.Verified token) {
    return Stream.<Function<ObjectNode, Optional<Rejection>>>of(
            claims -> issuer(claims, expected.issuer()),
            claims -> tenant(claims, expected.issuer()),
            claims -> audience(claims, expected.clientId()),
            this::authorizedParty,
            IdTokenVerifier::subject,
            this::times,
            this::nonce,
            claims -> hashes(claims, token.algorithm()),
            this::age)
        .map(rule -> rule.apply(token.claims()))
        .flatMap(Optional::stream)
        .findFirst()
        .<IdTokenVerdict>map(Rejected::new)
        .orElseGet(() -> new Accepted(new IdToken(token.claims())));
  }

  static Optional<Rejection> issuer(ObjectNode claims, String expected) {
    String found = claims.path("iss").textValue();
    return found != null && found.equals(expected)
        ? Optional.empty()
        : rejection(
            Rule.ISSUER,
            "the token is of the issuer "
                + shown(found)
                + ", expected "
                + Rejection.shown(expected),
            "the connection's issuer must be written exactly as the provider writes it");
  }

  /// Microsoft signs for all of its tenants with the same keys; the issuer tells them apart, and
  /// `tid` must not say otherwise.
  private static Optional<Rejection> tenant(ObjectNode claims, String issuer) {
    String tenant = claims.path("tid").textValue();
    boolean other =
        tenant != null
            && MICROSOFT.equals(URI.create(issuer).getHost())
            && !issuer.contains("/" + tenant + "/");
    return other
        ? rejection(
            Rule.TENANT,
            "the token is of the tenant " + shown(tenant) + ", which is not that of the issuer",
            "use the issuer of your own tenant, with its id")
        : Optional.empty();
  }

  static Optional<Rejection> audience(ObjectNode claims, String clientId) {
    return audiences(claims).contains(clientId)
        ? Optional.empty()
        : rejection(
            Rule.AUDIENCE,
            "the token is meant for "
                + Rejection.shown(String.join(", ", audiences(claims)))
                + ", expected the connection's client id "
                + Rejection.shown(clientId),
            "compare the client id of the connection with that of the application at the provider");
  }

  private static List<String> audiences(ObjectNode claims) {
    JsonNode audience = claims.path("aud");
    return audience.isTextual()
        ? List.of(audience.asText())
        : audience.valueStream().filter(JsonNode::isTextual).map(JsonNode::asText).toList();
  }

  private Optional<Rejection> authorizedParty(ObjectNode claims) {
    JsonNode party = claims.path("azp");
    if (party.isMissingNode() && claims.path("aud").size() <= 1) {
      return Optional.empty();
    }
    return expected.clientId().equals(party.textValue())
        ? Optional.empty()
        : rejection(
            Rule.AUTHORIZED_PARTY,
            "the token was made for the party "
                + shown(party.textValue())
                + ", expected azp to be the connection's client id",
            "the provider must issue the token to this application alone");
  }

  private static Optional<Rejection> subject(ObjectNode claims) {
    String subject = claims.path("sub").textValue();
    if (subject == null || subject.isEmpty()) {
      return rejection(Rule.SUBJECT, "the token names nobody: sub is missing", MAPPING);
    }
    return subject.length() <= MAX_SUBJECT
            && subject.codePoints().noneMatch(Character::isISOControl)
        ? Optional.empty()
        : rejection(
            Rule.SUBJECT,
            "the token's sub has "
                + subject.length()
                + " characters or a control character, expected at most "
                + MAX_SUBJECT,
            MAPPING);
  }

  private static final String MAPPING = "check which attribute the provider sends as sub";

  private Optional<Rejection> times(ObjectNode claims) {
    Optional<Rejection> wrong = lifetime(claims, expected.now());
    if (wrong.isPresent()) {
      return wrong;
    }
    JsonNode notBefore = claims.path("nbf");
    if (!notBefore.isMissingNode()
        && (!isTime(notBefore) || isAfter(notBefore, expected.now().plus(SKEW)))) {
      return clock("the token is not valid yet: nbf is " + time(notBefore), expected.now());
    }
    return Optional.empty();
  }

  /// `exp` and `iat`, which every token of a provider has.
  static Optional<Rejection> lifetime(ObjectNode claims, Instant now) {
    JsonNode expiry = claims.path("exp");
    JsonNode issued = claims.path("iat");
    if (!isTime(expiry) || !isTime(issued)) {
      return rejection(
          Rule.TIME,
          "exp or iat of the token is missing or no time in seconds",
          "tell the provider's operator");
    }
    if (!isAfter(expiry, now.minus(SKEW))) {
      return clock("the token has expired: exp is " + time(expiry), now);
    }
    return isAfter(issued, now.plus(SKEW))
        ? clock("the token comes from the future: iat is " + time(issued), now)
        : Optional.empty();
  }

  private static Optional<Rejection> clock(String found, Instant now) {
    return rejection(
        Rule.TIME,
        found + ", and it is " + now.getEpochSecond() + " here",
        "compare the clocks of the provider and of this server; they may differ by "
            + SKEW.toSeconds()
            + " s");
  }

  private Optional<Rejection> nonce(ObjectNode claims) {
    return expected.nonce().equals(claims.path("nonce").textValue())
        ? Optional.empty()
        : rejection(
            Rule.NONCE,
            claims.has("nonce")
                ? "the token belongs to another sign-in: its nonce is not the one we sent"
                : "the token has no nonce, expected the one we sent",
            "begin the sign-in again; when it happens always, the provider breaks the standard");
  }

  private Optional<Rejection> hashes(ObjectNode claims, SignatureAlgorithm algorithm) {
    String accessToken = expected.accessToken();
    boolean fits =
        fits(claims, "c_hash", algorithm, expected.code())
            && (accessToken == null || fits(claims, "at_hash", algorithm, accessToken));
    return fits
        ? Optional.empty()
        : rejection(
            Rule.TOKEN_HASH,
            "at_hash or c_hash of the token does not belong to what came along with it",
            "the provider's answer was put together from different sign-ins; tell its operator");
  }

  private static boolean fits(
      ObjectNode claims, String name, SignatureAlgorithm algorithm, String hashed) {
    return !claims.has(name) || algorithm.halfHash(hashed).equals(claims.path(name).textValue());
  }

  private Optional<Rejection> age(ObjectNode claims) {
    JsonNode time = claims.path("auth_time");
    if (!time.isMissingNode() && !isTime(time)) {
      return rejection(
          Rule.AUTHENTICATION_AGE,
          "auth_time is no time in seconds",
          "tell the provider's operator");
    }
    Duration maxAge = expected.maxAge();
    if (maxAge == null) {
      return Optional.empty();
    }
    return isTime(time) && isAfter(time, expected.now().minus(maxAge).minus(SKEW))
        ? Optional.empty()
        : rejection(
            Rule.AUTHENTICATION_AGE,
            "a new authentication was asked for, and the provider did not make one",
            "the provider must honor max_age and prompt=login");
  }

  private static boolean isTime(JsonNode node) {
    return node.isNumber()
        && node.decimalValue().signum() >= 0
        && node.decimalValue().compareTo(LAST_TIME) <= 0;
  }

  private static boolean isAfter(JsonNode time, Instant instant) {
    return time.decimalValue().compareTo(BigDecimal.valueOf(instant.getEpochSecond())) > 0;
  }

  private static String time(JsonNode node) {
    return isTime(node) ? node.decimalValue().toBigInteger().toString() : "no time";
  }

  private static String shown(@Nullable String text) {
    return text == null ? "nobody" : Rejection.shown(text);
  }

  static Optional<Rejection> rejection(Rule rule, String found, String remedy) {
    return Optional.of(new Rejection(rule, found, remedy));
  }
}
