package dev.ostiary.protocol.oidc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The request with which a browser is sent to an identity provider (OpenID Connect Core, section
/// 3.1.2.1), always for a code.
///
/// @param endpoint the provider's authorization endpoint; a query of its own is kept
/// @param nonce binds the ID token to this request
/// @param codeChallenge of PKCE; null only for a provider that cannot bear it
public record AuthorizationRequest(
    String endpoint,
    String clientId,
    String redirectUri,
    List<String> scopes,
    String state,
    String nonce,
    @Nullable String codeChallenge,
    Wishes wishes) {

  /// What the app asked for and the provider should heed; null is what it did not ask for.
  ///
  /// @param prompt `login`, `select_account` …
  /// @param maxAge of the authentication, in seconds
  public record Wishes(
      @Nullable String prompt,
      @Nullable String loginHint,
      @Nullable Long maxAge,
      @Nullable String acrValues,
      @Nullable String uiLocales) {
    public static final Wishes NONE = new Wishes(null, null, null, null, null);
  }

  public AuthorizationRequest {
    scopes = List.copyOf(scopes);
  }

  /// Where the browser is sent.
  public String url() {
    Map<String, @Nullable String> parameters = new LinkedHashMap<>();
    parameters.put("response_type", "code");
    parameters.put("client_id", clientId);
    parameters.put("redirect_uri", redirectUri);
    parameters.put("scope", String.join(" ", scopes));
    parameters.put("state", state);
    parameters.put("nonce", nonce);
    parameters.put("code_challenge", codeChallenge);
    parameters.put("code_challenge_method", codeChallenge == null ? null : Pkce.METHOD);
    parameters.put("prompt", wishes.prompt());
    parameters.put("login_hint", wishes.loginHint());
    parameters.put("max_age", wishes.maxAge() == null ? null : wishes.maxAge().toString());
    parameters.put("acr_values", wishes.acrValues());
    parameters.put("ui_locales", wishes.uiLocales());
    return Query.append(endpoint, parameters);
  }
}
