package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.OidcConfig;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.environment.Environment;
import dev.ostiary.platform.Secret;
import dev.ostiary.protocol.oidc.AuthorizationRequest;
import dev.ostiary.protocol.oidc.Pkce;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The way to an OpenID provider (OpenID Connect Core, section 3.1.2.1).
final class OidcLeg implements Leg {
  @Override
  public Departure depart(
      Environment environment, Connection connection, Handshake handshake, Wishes wishes) {
    OidcConfig config = (OidcConfig) connection.config();
    AuthorizationRequest request =
        new AuthorizationRequest(
            Objects.requireNonNull(config.authorizeUri()),
            Objects.requireNonNull(config.clientId()),
            SpUrls.of(environment.url(), connection).callback(),
            config.scopes().stream().map(Enum::name).toList(),
            handshake.handle(),
            handshake.nonce(),
            config.pkceEnabled() ? Pkce.challenge(new Secret(handshake.codeVerifier())) : null,
            new AuthorizationRequest.Wishes(
                prompt(wishes),
                wishes.loginHint(),
                wishes.maxAge() == null ? null : wishes.maxAge().longValue(),
                null,
                null));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("authorize_uri", request.endpoint());
    facts.put("client_id", request.clientId());
    facts.put("redirect_uri", request.redirectUri());
    facts.put("scope", String.join(" ", request.scopes()));
    facts.put("pkce", config.pkceEnabled() ? Pkce.METHOD : "off");
    return new Departure(new NextStep.Redirect(request.url()), facts);
  }

  /// Whether somebody may make an account is between the app and us.
  private static @Nullable String prompt(Wishes wishes) {
    Prompt prompt = wishes.prompt();
    return prompt == null || prompt == Prompt.create ? null : prompt.name();
  }
}
