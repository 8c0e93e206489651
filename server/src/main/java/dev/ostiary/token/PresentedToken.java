package dev.ostiary.token;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.InstantSource;
import java.util.Optional;

/// What a client presents to be introspected (RFC 7662) or revoked (RFC 7009).
sealed interface PresentedToken {
  /// The client's access token of a person; whether it was taken back is not known from it alone.
  record OfPerson(UserAccess access) implements PresentedToken {}

  /// What has the form of a refresh token, anybody's.
  record Refresh(RefreshToken token) implements PresentedToken {}

  /// The client's own token, of the client_credentials grant.
  record OfClient(Verdict.Accepted accepted) implements PresentedToken {}

  /// Another client's, expired, or no token at all: all alike for who may not know.
  record Unknown() implements PresentedToken {}

  /// Tells them apart.
  final class Reader {
    private final Environments environments;
    private final SigningKeys keys;
    private final AccessTokens apiTokens;
    private final InstantSource clock;

    Reader(
        Environments environments, SigningKeys keys, AccessTokens apiTokens, InstantSource clock) {
      this.environments = environments;
      this.keys = keys;
      this.apiTokens = apiTokens;
      this.clock = clock;
    }

    PresentedToken read(ApiClient client, String token) {
      EnvironmentId environment = client.environment();
      Optional<RefreshToken> refresh = RefreshToken.parse(token);
      if (refresh.isPresent()) {
        return new Refresh(refresh.get());
      }
      Optional<UserAccess> access =
          UserAccess.read(token, environment, issuer(environment), keys, clock.instant())
              .filter(found -> found.client().equals(client.id()));
      if (access.isPresent()) {
        return new OfPerson(access.get());
      }
      return apiTokens.verify(environment, token) instanceof Verdict.Accepted accepted
              && accepted.client().id().equals(client.id())
          ? new OfClient(accepted)
          : new Unknown();
    }

    /// Who signs the tokens of an environment.
    String issuer(EnvironmentId environment) {
      return environments.get(environment).url().toString();
    }
  }
}
