package dev.ostiary.protocol.oidc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.protocol.oidc.Rejection.Rule;
import dev.ostiary.protocol.oidc.SignedToken.TokenType;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A provider's message that a person has signed out there (OpenID Connect Back-Channel Logout 1.0,
/// sections 2.4 and 2.6).
///
/// @param subject null when only a session has ended
/// @param session null when all of the subject's have
/// @param tokenId `jti`; whoever acts on the message must see to it that none comes twice
/// @param expiry after which the message is not believed any more, so that `jti` may be forgotten
public record LogoutToken(
    @Nullable String subject, @Nullable String session, String tokenId, Instant expiry) {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final int MAX_TEXT = 1024;

  /// What became of a message.
  public sealed interface Verdict {}

  public record Accepted(LogoutToken token) implements Verdict {}

  public record Rejected(Rejection reason) implements Verdict {}

  /// Judges a message.
  public static Verdict verify(
      String token,
      JwkSet keys,
      String issuer,
      String clientId,
      Set<SignatureAlgorithm> algorithms,
      Instant now) {
    return switch (SignedToken.verify(token, keys, algorithms, TokenType.LOGOUT_TOKEN)) {
      case SignedToken.Refused(Rejection rejection) -> new Rejected(rejection);
      case SignedToken.Verified verified ->
          Stream.<Function<ObjectNode, Optional<Rejection>>>of(
                  claims -> IdTokenVerifier.issuer(claims, issuer),
                  claims -> IdTokenVerifier.audience(claims, clientId),
                  claims -> IdTokenVerifier.lifetime(claims, now),
                  LogoutToken::content)
              .map(rule -> rule.apply(verified.claims()))
              .flatMap(Optional::stream)
              .findFirst()
              .<Verdict>map(Rejected::new)
              .orElseGet(() -> new Accepted(of(verified.claims())));
    };
  }

  private static Optional<Rejection> content(ObjectNode claims) {
    if (!claims.path("events").path(EVENT).isObject()) {
      return rejected("the token has no logout event, expected events to have " + EVENT);
    }
    // Section 2.4: so that no ID token can be taken for one of these.
    if (claims.has("nonce")) {
      return rejected("the token has a nonce, so it is no logout token");
    }
    if (text(claims, "jti") == null) {
      return rejected("the token has no jti, so it could be sent again");
    }
    return text(claims, "sub") == null && text(claims, "sid") == null
        ? rejected("the token names neither a person (sub) nor a session (sid)")
        : Optional.empty();
  }

  private static LogoutToken of(ObjectNode claims) {
    return new LogoutToken(
        text(claims, "sub"),
        text(claims, "sid"),
        String.valueOf(text(claims, "jti")),
        Instant.ofEpochSecond(claims.path("exp").asLong()).plus(IdTokenVerifier.SKEW));
  }

  private static @Nullable String text(ObjectNode claims, String name) {
    String text = claims.path(name).textValue();
    return text == null || text.isEmpty() || text.length() > MAX_TEXT ? null : text;
  }

  private static Optional<Rejection> rejected(String found) {
    return IdTokenVerifier.rejection(
        Rule.LOGOUT_EVENT, found, "check the back-channel logout settings at the provider");
  }
}
