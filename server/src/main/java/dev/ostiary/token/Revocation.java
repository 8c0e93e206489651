package dev.ostiary.token;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.ostiary.environment.ApiClient;

/// `POST /oauth/revoke` (RFC 7009): takes back everything that was given for the sign-in to which a
/// token belongs. A token that is unknown or somebody else's is answered like one that was revoked.
final class Revocation implements ClientCall {
  static final String PATH = "/oauth/revoke";

  private final PresentedToken.Reader tokens;
  private final Grants grants;

  Revocation(PresentedToken.Reader tokens, Grants grants) {
    this.tokens = tokens;
    this.grants = grants;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public HttpResponse answer(ApiClient client, Form form) {
    switch (tokens.read(client, form.get("token"))) {
      case PresentedToken.Refresh(RefreshToken token) -> grants.revoke(client, token);
      case PresentedToken.OfPerson(UserAccess access) ->
          grants.revoke(client, access.session(), access.id());
      case PresentedToken.OfClient _ ->
          throw OAuthRefusal.unsupportedTokenType(
              "tokens of the client_credentials grant live until they expire; delete the client"
                  + " instead");
      case PresentedToken.Unknown() -> {
        // Section 2.2: to the client it makes no difference.
      }
    }
    return HttpResponse.of(HttpStatus.OK);
  }
}
