package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.SessionId;
import java.util.Optional;

/// Reads the ID tokens that apps show us again: to say whom they expect (OpenID Connect Core,
/// section 3.1.2.1) or who is to be signed out (RP-Initiated Logout 1.0, section 2). One that has
/// expired will do.
public final class IdTokenHints {
  /// A token with many groups.
  private static final int MAX_LENGTH = 64 * 1024;

  private final SigningKeys keys;
  private final Environments environments;

  public IdTokenHints(SigningKeys keys, Environments environments) {
    this.keys = keys;
    this.environments = environments;
  }

  /// What the token says.
  ///
  /// @param client that it was made for
  /// @param subject as in {@link Identity#name}
  public record Hint(ClientId client, String subject, SessionId session) {}

  /// Reads a token that we issued in this environment; nothing for anything else.
  public Optional<Hint> read(EnvironmentId environment, String text) {
    String issuer = environments.get(environment).url().toString();
    return switch (OwnToken.read(text, MAX_LENGTH, keys)) {
      case OwnToken.Signed(SigningKey key, ObjectNode claims)
          when key.environment().equals(environment)
              && claims.path("iss").asText().equals(issuer) ->
          hint(claims);
      case OwnToken.Signed _, OwnToken.Refused _ -> Optional.empty();
    };
  }

  /// Only ID tokens have an authorized party.
  private static Optional<Hint> hint(ObjectNode claims) {
    try {
      return Optional.of(
          new Hint(
              ClientId.parse("azp", claims.path("azp").asText()),
              claims.path("sub").asText(),
              SessionId.parse("sid", claims.path("sid").asText())));
    } catch (Problem another) {
      return Optional.empty();
    }
  }
}
