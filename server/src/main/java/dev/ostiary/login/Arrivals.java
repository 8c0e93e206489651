package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionStatus;
import dev.ostiary.connection.Connections;
import dev.ostiary.environment.Environment;
import dev.ostiary.organization.DomainName;
import dev.ostiary.organization.Domains;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.token.Identity;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Receives browsers that come back from identity providers. Whatever the protocol, this is what
/// holds: the attempt is this browser's, went through this connection, and is taken up once; the
/// connection is still in use; and the attempt ends in one way, with its record.
final class Arrivals {
  private final Database database;
  private final LoginAttempts attempts;
  private final Connections connections;
  private final Domains domains;
  private final Endings endings;
  private final SimulatorSwitch simulator;
  private final UsedAssertionStore used = new UsedAssertionStore();

  /// A protocol's judgement of an answer.
  interface Judge {
    /// @throws RejectedAnswer when the answer is not accepted
    ProviderProfile judge(Login login, Connection connection, Handshake handshake, Steps steps);
  }

  /// The attempt that a browser came back with, and the connection that it came back through.
  private record Found(Optional<Login> login, Optional<Connection> connection) {}

  Arrivals(
      Database database,
      LoginAttempts attempts,
      Connections connections,
      Domains domains,
      Endings endings,
      SimulatorSwitch simulator) {
    this.database = database;
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
    EnvironmentId environment = visit.environment().id();
    ConnectionId through = Objects.requireNonNull(visit.connection());
    Found found =
        database.ask(tx ->
            attempts
                .consume(tx, environment, handshake)
                .with(connections.find(tx, environment, through), Found::new));
    Login login = found.login().orElseThrow(() -> attempts.gone(environment, handshake));
    Steps steps = attempts.steps().add("came back from the identity provider");
    Reply reply = end(visit, login, found.connection(), handshake, judge, steps);
    return reply.with(LoginCookie.forget(visit.environment(), login.id()));
  }

  private Reply end(
      Visit visit,
      Login login,
      Optional<Connection> through,
      Handshake handshake,
      Judge judge,
      Steps steps) {
    Environment environment = visit.environment();
    Connection connection = null;
    try {
      Connection usable = connection(visit, login, through);
      connection = usable;
      ProviderProfile received = judge.judge(login, usable, handshake, steps);
      return database.transact(tx -> {
        Asked<Boolean> awaited = endings.awaited(tx, login);
        Identity identity = identity(tx, usable, received);
        if (!awaited.get()) {
          throw new RejectedAnswer(
              LoginError.invalid_client,
              "the app was deleted during the sign-in",
              "nothing at the identity provider: API clients on the dashboard");
        }
        return endings.succeed(tx, environment, login, usable, received, identity, steps);
      });
    } catch (RejectedAnswer rejection) {
      return endings.fail(environment, login, connection, rejection, steps);
    }
  }

  /// One gate for every way in: what was in use when the attempt began must still be.
  private Connection connection(Visit visit, Login login, Optional<Connection> through) {
    Environment environment = visit.environment();
    LoginTarget target = Objects.requireNonNull(login.target());
    if (!target.connection().equals(visit.connection())) {
      throw new RejectedAnswer(
          LoginError.invalid_connection_id,
          "the answer came to another connection's address than the request named",
          "redirect URI (OIDC) or ACS URL (SAML) of the application at the identity provider: it"
              + " must be that of this connection");
    }
    if (login.purpose() == Purpose.TEST) {
      return tested(environment, target);
    }
    return through
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

  /// The person, by an answer that is used up with it.
  private Identity identity(Tx tx, Connection connection, ProviderProfile received) {
    Asked<Boolean> fresh = used.use(tx, connection, received);
    try {
      Identity identity =
          new AttributeMapping(connection, email -> isOwn(tx, connection, email))
              .identity(received);
      if (!fresh.get()) {
        throw SamlJudge.replayed();
      }
      return identity;
    } catch (Problem unfit) {
      throw new RejectedAnswer(
              LoginError.authentication_not_completed,
              "the identity provider sent an attribute that cannot be used",
              "attributes of the application at the identity provider")
          .with("found", unfit.getMessage());
    }
  }

  private boolean isOwn(Tx tx, Connection connection, String email) {
    return DomainName.ofEmail(email)
        .filter(domain ->
            domains.verified(tx, connection.environment(), connection.organization(), domain))
        .isPresent();
  }
}
