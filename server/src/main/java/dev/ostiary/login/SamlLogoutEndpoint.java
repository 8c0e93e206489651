package dev.ostiary.login;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionStatus;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.Connections;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.protocol.saml.Expectation;
import dev.ostiary.protocol.saml.LogoutMessage;
import dev.ostiary.protocol.saml.LogoutVerdict;
import dev.ostiary.protocol.saml.LogoutVerifier;
import dev.ostiary.protocol.saml.Rejection;
import dev.ostiary.token.Sessions;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;

/// Single logout: `/sso/v1/saml/{connection}/slo`. The identity provider says, signed, whose
/// sessions have ended; here they end too, and it is told so.
final class SamlLogoutEndpoint implements BrowserEndpoint {
  private static final String REQUEST = "SAMLRequest";

  private final Connections connections;
  private final Sessions sessions;
  private final SpKeys keys;
  private final RandomText random;
  private final InstantSource clock;

  SamlLogoutEndpoint(
      Connections connections,
      Sessions sessions,
      SpKeys keys,
      RandomText random,
      InstantSource clock) {
    this.connections = connections;
    this.sessions = sessions;
    this.keys = keys;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(
        Route.builder()
            .methods(HttpMethod.GET, HttpMethod.POST)
            .path("/sso/v1/saml/{connection}/slo")
            .build());
  }

  @Override
  public Reply serve(Visit visit) {
    var parties = new SamlParties(visit.environment(), connection(visit));
    return switch (verdict(visit, parties)) {
      case Rejection rejection ->
          throw new LoginRefusal(
                  LoginError.invalid_saml_request, "The sign-out message was not accepted.")
              .with("broken_rule", rejection.rule().name())
              .with("found", rejection.finding());
      case LogoutVerdict.Requested request -> Reply.of(end(parties, visit, request));
      case LogoutVerdict.Answered _ -> Reply.of(LogoutPages.done());
    };
  }

  private LogoutVerdict verdict(Visit visit, SamlParties parties) {
    var verifier =
        new LogoutVerifier(parties.idp(), parties.urls().singleLogout(), Expectation.DEFAULT_SKEW);
    if (!visit.isPost()) {
      return verifier.verifyRedirect(visit.query(), clock.instant());
    }
    Parameters form = visit.parameters();
    if (!form.repeated().isEmpty() || form.excessive()) {
      throw new LoginRefusal(
          LoginError.invalid_saml_form_params, "expected a form with each field once");
    }
    String field = form.find(REQUEST).isPresent() ? REQUEST : "SAMLResponse";
    return verifier.verifyPost(field, form.find(field).orElse(""), clock.instant());
  }

  private NextStep end(SamlParties parties, Visit visit, LogoutVerdict.Requested request) {
    Connection connection = parties.connection();
    String subject = request.subject().value();
    if (request.sessionIndexes().isEmpty()) {
      sessions.endUpstream(connection.environment(), connection.id(), subject, null);
    }
    for (String index : request.sessionIndexes()) {
      sessions.endUpstream(connection.environment(), connection.id(), subject, index);
    }
    String destination = parties.config().idpSloUrl();
    if (destination == null) {
      return LogoutPages.done();
    }
    LogoutMessage answer =
        new LogoutMessage(
            "_" + random.token().reveal(), clock.instant(), destination, parties.urls().entityId());
    return SamlLeg.nextStep(
        answer.response(
            SamlParties.binding(parties.config().sloRequestBinding()),
            request.id(),
            visit.parameters().find("RelayState").orElse(null),
            keys.signing(visit.environment())));
  }

  private Connection connection(Visit visit) {
    return connections
        .find(visit.environment().id(), Objects.requireNonNull(visit.connection()))
        .filter(found -> found.type() == ConnectionType.SAML)
        .filter(found -> found.status() == ConnectionStatus.COMPLETED)
        .orElseThrow(() ->
            new LoginRefusal(
                LoginError.connection_not_active, "There is no such connection here."));
  }
}
