package dev.ostiary.login;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionStatus;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A connection's test URI (wire contract, section 4.4): a real round trip to the identity provider
/// without an app, and also while the connection is not enabled yet.
final class TestLoginEndpoint implements BrowserEndpoint {
  private final Connections connections;
  private final LoginAttempts attempts;
  private final Departures departures;

  TestLoginEndpoint(Connections connections, LoginAttempts attempts, Departures departures) {
    this.connections = connections;
    this.attempts = attempts;
    this.departures = departures;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(
        Route.builder().methods(HttpMethod.GET).path("/sso/v1/oidc/{connection}/test").build(),
        Route.builder().methods(HttpMethod.GET).path("/sso/v1/saml/{connection}/test").build());
  }

  @Override
  public Reply serve(Visit visit) {
    Connection connection =
        connection(visit)
            .orElseThrow(() ->
                new LoginRefusal(
                    LoginError.invalid_connection_id,
                    "There is no such connection in this environment, or its configuration was"
                        + " changed meanwhile."));
    if (connection.status() != ConnectionStatus.COMPLETED) {
      throw new LoginRefusal(
          LoginError.connection_not_active,
          "The connection cannot be tested yet. Missing: "
              + String.join(", ", connection.missing()));
    }
    return departures.send(
        visit, connection, Purpose.TEST, null, attempts.steps().add("asked for as a test"));
  }

  /// The connection as it is in use or, where a revision is named, in that one of its
  /// configurations.
  private Optional<Connection> connection(Visit visit) {
    EnvironmentId environment = visit.environment().id();
    ConnectionId id = Objects.requireNonNull(visit.connection());
    Optional<String> revision = visit.parameters().find(SpUrls.REVISION);
    return revision.isPresent()
        ? revision
            .filter(text -> text.matches("[0-9]{1,19}"))
            .flatMap(text -> connections.drafts().at(environment, id, Long.parseUnsignedLong(text)))
        : connections.find(environment, id);
  }
}
