package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.SessionId;
import dev.ostiary.platform.id.TokenId;
import java.time.Instant;
import java.util.Optional;

/// An access token of a person that we signed and that has not expired. Whether it was taken back
/// is not known from it alone.
record UserAccess(TokenId id, ClientId client, SessionId session, Instant issued, Instant expiry) {

  static Optional<UserAccess> read(
      String text, EnvironmentId environment, String issuer, SigningKeys keys, Instant now) {
    return switch (OwnToken.read(text, AccessTokens.MAX_LENGTH, keys)) {
      case OwnToken.Signed(SigningKey key, ObjectNode claims)
          when key.environment().equals(environment)
              && claims.path("iss").asText().equals(issuer) ->
          of(claims).filter(access -> now.isBefore(access.expiry()));
      case OwnToken.Signed _, OwnToken.Refused _ -> Optional.empty();
    };
  }

  /// An ID token has no `jti`, a token for our API no `sid`: neither passes for one of these.
  private static Optional<UserAccess> of(ObjectNode claims) {
    try {
      return Optional.of(
          new UserAccess(
              TokenId.parse("jti", claims.path("jti").asText()),
              ClientId.parse("client_id", claims.path("client_id").asText()),
              SessionId.parse("sid", claims.path("sid").asText()),
              Instant.ofEpochSecond(claims.path("iat").asLong()),
              Instant.ofEpochSecond(claims.path("exp").asLong())));
    } catch (Problem another) {
      return Optional.empty();
    }
  }
}
