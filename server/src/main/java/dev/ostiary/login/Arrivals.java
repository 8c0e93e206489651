package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionStatus;
import dev.ostiary.connection.Connections;
import dev.ostiary.environment.Environment;
import dev.ostiary.organization.DomainName;
import dev.ostiary.organization.Domains;
import dev.ostiary.platform.Problem;
import dev.ostiary.token.Identity;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Receives browsers that come back from identity providers. Whatever the protocol, this is what
/// holds: the attempt is this browser's, went through this connection, and is taken up once; the
/// connection is still in use; and the attempt ends in one way, with its record.
final class Arrivals {
  private final LoginAttempts attempts;
  private final Connections connections;
  private final Domains domains;
  private final Endings endings;
  private final SimulatorSwitch simulator;

  /// A protocol's judgement of an answer.
  interface Judge {
    /// @throws RejectedAnswer when the answer is not accepted
    ProviderProfile judge(Login login, Connection connection, Handshake handshake, Steps steps);
  }

  Arrivals(
      LoginAttempts attempts,
      Connections connections,
      Domains domains,
      Endings endings,
      SimulatorSwitch simulator) {
    this.attempts = attempts;
    this.connections = connections;
    this.domains = domains;
    this.endings = endings;
    this.simulator = simulator;
  }

  /// Ends the attempt that `handle` names.
  ///
  /// @throws LoginRefusal when there is no such attempt of this browser that could be ended
  Reply receive(Visit visit, @Nullable String handle, Judge judge) {
    Handshake handshake =
        Optional.ofNullable(handle)
            .flatMap(visit::handshake)
            .orElseThrow(() ->
                new LoginRefusal(
                    LoginError.invalid_request,
                    "This answer does not belong to a sign-in that began in this browser."));
    Login login = attempts.consume(visit.environment().id(), handshake);
    Steps steps = attempts.steps().add("came back from the identity provider");
    Reply reply = end(visit.environment(), login, handshake, judge, steps, visit);
    return reply.with(LoginCookie.forget(visit.environment(), login.id()));
  }

  private Reply end(
      Environment environment,
      Login login,
      Handshake handshake,
      Judge judge,
      Steps steps,
      Visit visit) {
    Connection connection = null;
    try {
      connection = connection(environment, login, visit);
      ProviderProfile received = judge.judge(login, connection, handshake, steps);
      Identity identity = identity(connection, received);
      return endings.succeed(environment, login, connection, received, identity, steps);
    } catch (RejectedAnswer rejection) {
      return endings.fail(environment, login, connection, rejection, steps);
    }
  }

  /// One gate for every way in: what was in use when the attempt began must still be.
  private Connection connection(Environment environment, Login login, Visit visit) {
    LoginTarget target = Objects.requireNonNull(login.target());
    if (visit.connection() != null && !visit.connection().equals(target.connection())) {
      throw new RejectedAnswer(
          LoginError.invalid_connection_id,
          "the answer came to another connection's address than the request named",
          "redirect URI (OIDC) or ACS URL (SAML) of the application at the identity provider: it"
              + " must be that of this connection");
    }
    if (login.purpose() == Purpose.TEST) {
      return tested(environment, target);
    }
    return connections
        .find(environment.id(), target.connection())
        .filter(connection -> ConnectionChooser.isUsable(connection, simulator.isOn(environment)))
        .orElseThrow(() ->
            new RejectedAnswer(
                LoginError.connection_not_active,
                "the connection was disabled or deleted during the sign-in",
                "the connection's page: enable it, then start the sign-in again"));
  }

  /// A test goes by the configuration that it began with, a draft perhaps, to its end.
  private Connection tested(Environment environment, LoginTarget target) {
    return connections
        .drafts()
        .at(environment.id(), target.connection(), target.revision())
        .filter(connection -> connection.status() == ConnectionStatus.COMPLETED)
        .orElseThrow(() ->
            new RejectedAnswer(
                LoginError.connection_not_active,
                "the configuration was changed, or the connection deleted, during the test",
                "the connection's page: test it again as it is now"));
  }

  private Identity identity(Connection connection, ProviderProfile received) {
    try {
      return new AttributeMapping(connection, email -> isOwn(connection, email)).identity(received);
    } catch (Problem unfit) {
      throw new RejectedAnswer(
              LoginError.authentication_not_completed,
              "the identity provider sent an attribute that cannot be used",
              "attributes of the application at the identity provider")
          .with("found", unfit.getMessage());
    }
  }

  private boolean isOwn(Connection connection, String email) {
    return DomainName.ofEmail(email)
        .filter(
            domain -> domains.verified(connection.environment(), connection.organization(), domain))
        .isPresent();
  }
}
