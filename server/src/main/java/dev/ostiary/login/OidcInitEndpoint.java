package dev.ostiary.login;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.OidcConfig;
import java.util.Objects;
import java.util.Set;

/// Where an OpenID provider sends a browser to begin a sign-in (OpenID Connect Core, section 4).
/// Anybody can send one there, so it is only a wish, which the app is told of.
final class OidcInitEndpoint implements BrowserEndpoint {
  /// RFC 5321 has 254 for an address; other names are shorter.
  private static final int MAX_HINT = 254;

  private final Connections connections;
  private final LoginAttempts attempts;
  private final HandOvers handOvers;
  private final SimulatorSwitch simulator;

  OidcInitEndpoint(
      Connections connections,
      LoginAttempts attempts,
      HandOvers handOvers,
      SimulatorSwitch simulator) {
    this.connections = connections;
    this.attempts = attempts;
    this.handOvers = handOvers;
    this.simulator = simulator;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(
        Route.builder()
            .methods(HttpMethod.GET, HttpMethod.POST)
            .path("/sso/v1/oidc/{connection}/init")
            .build());
  }

  @Override
  public Reply serve(Visit visit) {
    Connection connection =
        connections
            .find(visit.environment().id(), Objects.requireNonNull(visit.connection()))
            .filter(found -> ConnectionChooser.isUsable(found, simulator.isOn(visit.environment())))
            .orElseThrow(() ->
                new LoginRefusal(
                    LoginError.connection_not_active,
                    "There is no such connection here, or it is not enabled."));
    refuseOtherIssuer(connection, visit.parameters());
    String hint =
        visit.parameters().find("login_hint").filter(h -> h.length() <= MAX_HINT).orElse(null);
    Steps steps = attempts.steps().add("asked for by the identity provider");
    return Reply.of(
        handOvers.toApp(
            visit.environment(),
            connection,
            hint,
            visit.parameters().find("target_link_uri").orElse(null),
            steps));
  }

  /// The provider that is named must be the connection's; a simulated one has no name.
  private static void refuseOtherIssuer(Connection connection, Parameters parameters) {
    String expected = connection.config() instanceof OidcConfig config ? config.issuer() : null;
    if (expected != null && !expected.equals(parameters.find("iss").orElse(null))) {
      throw new LoginRefusal(
          LoginError.invalid_request,
          "iss is missing, or is not the issuer of this connection's identity provider.");
    }
  }
}
