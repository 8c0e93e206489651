package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.environment.Environment;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sends browsers to identity providers: makes the request by the connection's protocol, remembers
/// the attempt, and gives the browser the secret with which it can come back.
final class Departures {
  private final LoginAttempts attempts;
  private final Map<ConnectionType, Leg> legs;
  private final Leg simulator;

  Departures(LoginAttempts attempts, Map<ConnectionType, Leg> legs, Leg simulator) {
    this.attempts = attempts;
    this.legs = Map.copyOf(legs);
    this.simulator = simulator;
  }

  /// @param request of the app; null for a test
  Reply send(
      Visit visit,
      Connection connection,
      Purpose purpose,
      @Nullable AppRequest request,
      Steps steps) {
    Environment environment = visit.environment();
    Handshake handshake = attempts.handshake();
    Wishes wishes = request == null ? Wishes.NONE : Wishes.of(request);
    Leg.Departure departure = leg(connection).depart(environment, connection, handshake, wishes);
    steps.add("sent to the identity provider", departure.facts());
    attempts.begin(
        new Login(
            environment.id(),
            handshake.id(),
            purpose,
            LoginStatus.PENDING,
            request == null ? null : request.client(),
            request,
            LoginTarget.of(connection),
            wishes.loginHint(),
            steps.taken(),
            null,
            null,
            attempts.now(),
            attempts.now().plus(LoginAttempts.LIFE)),
        handshake);
    return Reply.of(departure.next())
        .with(LoginCookie.forgetOldest(environment, visit.cookies()))
        .with(LoginCookie.keep(environment, handshake));
  }

  private Leg leg(Connection connection) {
    return connection.provider() == ConnectionProvider.IDP_SIMULATOR
        ? simulator
        : Objects.requireNonNull(legs.get(connection.type()));
  }
}
