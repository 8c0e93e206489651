package dev.ostiary.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.event.Cause;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What a sign-in can mean for the connection itself, beyond the person; told in the transaction
/// that ends the attempt.
final class Milestones {
  private final Connections connections;
  private final InstantSource clock;
  private final FirstLoginStore store = new FirstLoginStore();

  /// Connections that have had their first, so that their sign-ins cost no statement.
  private final Set<ConnectionId> known = ConcurrentHashMap.newKeySet();

  Milestones(Connections connections, InstantSource clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /// Somebody has signed in to an app.
  void signedIn(Tx tx, Connection connection, Login login) {
    if (known.contains(connection.id())) {
      return;
    }
    if (store.mark(tx, connection.environment(), connection.id(), clock.instant())) {
      connections.tell(tx, connection, EventType.SSO_FIRST_LOGIN, Json.object(), cause(login));
    }
    tx.afterCommit(() -> known.add(connection.id()));
  }

  /// Somebody has tried the connection out.
  void tested(Tx tx, Connection connection, Login login) {
    ObjectNode more = Json.object().put("test_request_id", login.id().testText());
    if (login.status() == LoginStatus.FAILURE) {
      more.put("error", Objects.requireNonNull(login.failure()).error().name());
    }
    connections.tell(
        tx,
        connection,
        login.status() == LoginStatus.FAILURE
            ? EventType.SSO_TEST_FAILED
            : EventType.SSO_TEST_SUCCEEDED,
        more,
        cause(login));
  }

  private static Cause cause(Login login) {
    return Cause.system(login.id().toString());
  }
}
