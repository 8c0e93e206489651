package dev.ostiary.protocol.oidc;

import dev.ostiary.platform.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The request with which a browser is sent to an identity provider to be signed out there (OpenID
/// Connect RP-Initiated Logout 1.0, section 2).
///
/// @param endpoint the provider's end-session endpoint; a query of its own is kept
/// @param idToken that the provider issued at the sign-in; without it most providers ask the
///   person, and some refuse
/// @param returnUri where the browser comes back to: `post_logout_redirect_uri`
/// @param state comes back with it
public record LogoutRequest(
    String endpoint, String clientId, @Nullable Secret idToken, String returnUri, String state) {

  /// Where the browser is sent.
  public String url() {
    Map<String, @Nullable String> parameters = new LinkedHashMap<>();
    parameters.put("id_token_hint", idToken == null ? null : idToken.reveal());
    parameters.put("client_id", clientId);
    parameters.put("post_logout_redirect_uri", returnUri);
    parameters.put("state", state);
    return Query.append(endpoint, parameters);
  }
}
