package dev.ostiary.login;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import dev.ostiary.connection.Connection;
import dev.ostiary.protocol.oidc.AuthorizationResponse;
import java.util.Set;

/// Where OpenID providers send browsers back to: `/sso/v1/oidc/{connection}/callback`. Each
/// connection has an address of its own, so that no provider can answer in another's place (RFC
/// 9700, section 4.4).
final class OidcCallbackEndpoint implements BrowserEndpoint {
  private final Arrivals arrivals;
  private final OidcJudge judge;

  OidcCallbackEndpoint(Arrivals arrivals, OidcJudge judge) {
    this.arrivals = arrivals;
    this.judge = judge;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(
        Route.builder().methods(HttpMethod.GET).path("/sso/v1/oidc/{connection}/callback").build());
  }

  @Override
  public Reply serve(Visit visit) {
    AuthorizationResponse response = AuthorizationResponse.read(visit.parameters().lists());
    return arrivals.receive(
        visit,
        response.state(),
        (login, connection, handshake, steps) ->
            judge(visit, response, login, connection, handshake, steps));
  }

  private ProviderProfile judge(
      Visit visit,
      AuthorizationResponse response,
      Login login,
      Connection connection,
      Handshake handshake,
      Steps steps) {
    return switch (response) {
      case AuthorizationResponse.Code code ->
          judge.judge(
              new OidcJudge.Case(visit.environment(), login, connection, handshake, steps), code);
      case AuthorizationResponse.Refused refused -> throw judge.refused(connection, refused);
      case AuthorizationResponse.Malformed malformed ->
          throw new RejectedAnswer(
                  LoginError.authentication_not_completed,
                  "the identity provider's answer is none by the standard",
                  "response type and response mode of the application at the identity provider:"
                      + " code, query")
              .with("found", malformed.found());
    };
  }
}
