package dev.ostiary.login;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.OidcConfig;
import dev.ostiary.connection.ProviderKeys;
import dev.ostiary.protocol.oidc.JwkSet;
import dev.ostiary.protocol.oidc.LogoutToken;
import dev.ostiary.protocol.oidc.Rejection;
import dev.ostiary.protocol.oidc.SignatureAlgorithm;
import dev.ostiary.token.Sessions;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;

/// Where an OpenID provider says that a person has signed out there (OpenID Connect Back-Channel
/// Logout 1.0, section 2.5). The sessions here end, and so does what they authorized. A message
/// that comes again is refused: it could end a session that has begun since.
final class BackchannelLogoutEndpoint implements BrowserEndpoint {
  private final Connections connections;
  private final ProviderKeys keys;
  private final Sessions sessions;
  private final InstantSource clock;

  BackchannelLogoutEndpoint(
      Connections connections, ProviderKeys keys, Sessions sessions, InstantSource clock) {
    this.connections = connections;
    this.keys = keys;
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(
        Route.builder()
            .methods(HttpMethod.POST)
            .path("/sso/v1/oidc/{connection}/backchannel-logout")
            .build());
  }

  @Override
  public Reply serve(Visit visit) {
    Connection connection =
        connections
            .find(visit.environment().id(), Objects.requireNonNull(visit.connection()))
            .filter(found -> found.config() instanceof OidcConfig oidc && oidc.missing().isEmpty())
            .orElseThrow(() ->
                new LoginRefusal(
                    LoginError.invalid_connection_id,
                    "There is no such connection in this environment."));
    LogoutToken token = verified(connection, visit.parameters().find("logout_token").orElse(""));
    if (!sessions.endUpstream(visit.environment().id(), connection.id(), token)) {
      throw new LoginRefusal(LoginError.invalid_request, "The logout token has come before.");
    }
    return Reply.of(new NextStep.Document("text/plain", ""));
  }

  private LogoutToken verified(Connection connection, String text) {
    OidcConfig config = (OidcConfig) connection.config();
    String jwksUri = Objects.requireNonNull(config.jwksUri());
    JwkSet known = keys.find(connection.id(), jwksUri);
    if (known == null) {
      throw new LoginRefusal(LoginError.server_error, "The provider's keys cannot be read.");
    }
    LogoutToken.Verdict verdict = judge(text, known, config);
    if (verdict instanceof LogoutToken.Rejected(Rejection reason) && reason.mayBeCuredByNewKeys()) {
      JwkSet newer = keys.findNewer(connection.id(), jwksUri, known);
      verdict = newer == null ? verdict : judge(text, newer, config);
    }
    return switch (verdict) {
      case LogoutToken.Accepted(LogoutToken token) -> token;
      case LogoutToken.Rejected rejected ->
          throw new LoginRefusal(LoginError.invalid_request, "The logout token is not accepted.")
              .with("found", rejected.reason().found());
    };
  }

  private LogoutToken.Verdict judge(String text, JwkSet keySet, OidcConfig config) {
    return LogoutToken.verify(
        text,
        keySet,
        Objects.requireNonNull(config.issuer()),
        Objects.requireNonNull(config.clientId()),
        SignatureAlgorithm.USUAL,
        clock.instant());
  }
}
