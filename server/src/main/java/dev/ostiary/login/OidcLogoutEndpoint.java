package dev.ostiary.login;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import java.util.Objects;
import java.util.Set;

/// Where OpenID providers send browsers back to that were signed out there:
/// `/sso/v1/oidc/{connection}/logout/callback`, one address for each connection, as the contract
/// shows it (wire contract, section 4.2).
final class OidcLogoutEndpoint implements BrowserEndpoint {
  private final OidcLogout logout;

  OidcLogoutEndpoint(OidcLogout logout) {
    this.logout = logout;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(
        Route.builder()
            .methods(HttpMethod.GET)
            .path("/sso/v1/oidc/{connection}/logout/callback")
            .build());
  }

  @Override
  public Reply serve(Visit visit) {
    return logout.arrive(visit, Objects.requireNonNull(visit.connection()));
  }
}
