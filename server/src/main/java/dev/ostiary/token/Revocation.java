package dev.ostiary.token;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.InstantSource;
import java.util.Optional;

/// `POST /oauth/revoke` (RFC 7009): takes back everything that was given for the sign-in to which a
/// token belongs. A token that is unknown or somebody else's is answered like one that was revoked.
final class Revocation implements ClientCall {
  static final String PATH = "/oauth/revoke";

  private final Environments environments;
  private final SigningKeys keys;
  private final AccessTokens apiTokens;
  private final Grants grants;
  private final InstantSource clock;

  Revocation(
      Environments environments,
      SigningKeys keys,
      AccessTokens apiTokens,
      Grants grants,
      InstantSource clock) {
    this.environments = environments;
    this.keys = keys;
    this.apiTokens = apiTokens;
    this.grants = grants;
    this.clock = clock;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public HttpResponse answer(ApiClient client, Form form) {
    String token = form.get("token");
    Optional<RefreshToken> refresh = RefreshToken.parse(token);
    if (refresh.isPresent()) {
      grants.revoke(client, refresh.get());
    } else {
      revokeAccess(client, token);
    }
    return HttpResponse.of(HttpStatus.OK);
  }

  private void revokeAccess(ApiClient client, String token) {
    EnvironmentId environment = client.environment();
    String issuer = environments.get(environment).url().toString();
    Optional<UserAccess> access =
        UserAccess.read(token, environment, issuer, keys, clock.instant());
    if (access.isPresent()) {
      grants.revoke(client, access.get().session(), access.get().id());
    } else if (apiTokens.verify(environment, token) instanceof Verdict.Accepted accepted
        && accepted.client().id().equals(client.id())) {
      throw OAuthRefusal.unsupportedTokenType(
          "tokens of the client_credentials grant live until they expire; delete the client instead");
    }
  }
}
