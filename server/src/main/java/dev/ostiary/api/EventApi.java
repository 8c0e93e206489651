package dev.ostiary.api;

import com.linecorp.armeria.server.HttpServiceWithRoutes;
import dev.ostiary.connection.Connections;
import dev.ostiary.environment.Environments;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogReader;
import dev.ostiary.event.OpenReaders;
import dev.ostiary.organization.Customers;
import dev.ostiary.platform.database.Database;
import dev.ostiary.token.AccessTokens;
import io.grpc.BindableService;
import java.util.List;

/// The doors to the log of events, put together.
///
/// @param stream the log as server-sent events
public record EventApi(List<BindableService> services, HttpServiceWithRoutes stream) {

  /// Far more than one app needs: a reader for each of its processes is usual.
  static final int READERS_PER_CLIENT = 100;

  /// What the state of an organization is read from.
  public record Rooms(
      Database database, Environments environments, Customers customers, Connections connections) {}

  public static EventApi assemble(
      Rooms rooms, EventLog log, LogReader reader, AccessTokens tokens) {
    OpenReaders readers = new OpenReaders(READERS_PER_CLIENT);
    OrganizationStates states =
        new OrganizationStates(
            rooms.database(),
            log,
            reader,
            rooms.customers(),
            rooms.connections(),
            new ConnectionMapping(rooms.environments(), rooms.customers()));
    return new EventApi(
        List.of(new EventsGrpc(log), new EventLogGrpc(reader, readers, states)),
        new EventStreamEndpoint(new BearerCheck(tokens), reader, readers));
  }
}
