package dev.ostiary.api;

import static dev.ostiary.api.Replies.send;

import com.google.protobuf.Empty;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.ResolvedChange;
import dev.ostiary.environment.Environments;
import dev.ostiary.login.Login;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.Domains;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.LoginId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.connections.AssignDomainsToConnectionRequest;
import dev.ostiary.wire.connections.AssignDomainsToConnectionResponse;
import dev.ostiary.wire.connections.ConnectionServiceGrpc.ConnectionServiceImplBase;
import dev.ostiary.wire.connections.CreateConnection;
import dev.ostiary.wire.connections.CreateConnectionRequest;
import dev.ostiary.wire.connections.CreateConnectionResponse;
import dev.ostiary.wire.connections.CreateEnvironmentConnectionRequest;
import dev.ostiary.wire.connections.DeleteConnectionRequest;
import dev.ostiary.wire.connections.DeleteEnvironmentConnectionRequest;
import dev.ostiary.wire.connections.GetConnectionRequest;
import dev.ostiary.wire.connections.GetConnectionResponse;
import dev.ostiary.wire.connections.GetConnectionTestResultRequest;
import dev.ostiary.wire.connections.GetConnectionTestResultResponse;
import dev.ostiary.wire.connections.GetEnvironmentConnectionRequest;
import dev.ostiary.wire.connections.ListAppConnectionsRequest;
import dev.ostiary.wire.connections.ListAppConnectionsResponse;
import dev.ostiary.wire.connections.ListConnectionsRequest;
import dev.ostiary.wire.connections.ListConnectionsResponse;
import dev.ostiary.wire.connections.ListOrganizationConnectionsRequest;
import dev.ostiary.wire.connections.ListOrganizationConnectionsResponse;
import dev.ostiary.wire.connections.SearchOrganizationConnectionsRequest;
import dev.ostiary.wire.connections.SearchOrganizationConnectionsResponse;
import dev.ostiary.wire.connections.ToggleConnectionRequest;
import dev.ostiary.wire.connections.ToggleConnectionResponse;
import dev.ostiary.wire.connections.ToggleEnvironmentConnectionRequest;
import dev.ostiary.wire.connections.UpdateConnection;
import dev.ostiary.wire.connections.UpdateConnectionRequest;
import dev.ostiary.wire.connections.UpdateConnectionResponse;
import dev.ostiary.wire.connections.UpdateEnvironmentConnectionRequest;
import io.grpc.stub.StreamObserver;
import java.util.stream.IntStream;

/// `scalekit.v1.connections.ConnectionService`, as far as it is served; the rest answers
/// UNIMPLEMENTED.
final class ConnectionGrpc extends ConnectionServiceImplBase {
  private final Connections connections;
  private final Domains domains;
  private final LoginRecords logins;
  private final ConnectionMapping mapping;
  private final ConnectionLists lists;

  ConnectionGrpc(
      Connections connections,
      Customers customers,
      Environments environments,
      LoginRecords logins) {
    this.connections = connections;
    this.logins = logins;
    this.domains = customers.domains();
    this.mapping = new ConnectionMapping(environments, customers);
    this.lists = new ConnectionLists(connections, customers.organizations(), mapping);
  }

  @Override
  public void createConnection(
      CreateConnectionRequest request, StreamObserver<CreateConnectionResponse> observer) {
    Caller caller = Caller.current();
    Connection created =
        create(caller, organization(request.getOrganizationId()), request.getConnection());
    send(
        observer,
        CreateConnectionResponse.newBuilder().setConnection(mapping.wire(created)).build());
  }

  private Connection create(Caller caller, OrganizationId organization, CreateConnection wanted) {
    return Within.field(
        "connection",
        () ->
            connections.create(
                caller.environment(),
                organization,
                ConnectionChanges.wanted(wanted),
                caller.cause()));
  }

  @Override
  @Refused
  public void createEnvironmentConnection(
      CreateEnvironmentConnectionRequest request,
      StreamObserver<CreateConnectionResponse> observer) {
    throw new Problem(
        Problem.Kind.UNIMPLEMENTED,
        "a connection without an organization is not served; create it with CreateConnection");
  }

  @Override
  public void getConnection(
      GetConnectionRequest request, StreamObserver<GetConnectionResponse> observer) {
    Connection found =
        connections.get(
            Caller.current().environment(),
            organization(request.getOrganizationId()),
            connection(request.getId()));
    send(observer, GetConnectionResponse.newBuilder().setConnection(mapping.wire(found)).build());
  }

  @Override
  public void getEnvironmentConnection(
      GetEnvironmentConnectionRequest request, StreamObserver<GetConnectionResponse> observer) {
    send(
        observer,
        GetConnectionResponse.newBuilder()
            .setConnection(mapping.wire(byId(request.getConnectionId())))
            .build());
  }

  @Override
  public void listConnections(
      ListConnectionsRequest request, StreamObserver<ListConnectionsResponse> observer) {
    send(observer, lists.list(request));
  }

  @Override
  public void listOrganizationConnections(
      ListOrganizationConnectionsRequest request,
      StreamObserver<ListOrganizationConnectionsResponse> observer) {
    send(observer, lists.listAll(request));
  }

  @Override
  public void searchOrganizationConnections(
      SearchOrganizationConnectionsRequest request,
      StreamObserver<SearchOrganizationConnectionsResponse> observer) {
    send(observer, lists.search(request));
  }

  /// There are connections of organizations, and no others.
  @Override
  public void listAppConnections(
      ListAppConnectionsRequest request, StreamObserver<ListAppConnectionsResponse> observer) {
    send(observer, ListAppConnectionsResponse.getDefaultInstance());
  }

  @Override
  public void assignDomainsToConnection(
      AssignDomainsToConnectionRequest request,
      StreamObserver<AssignDomainsToConnectionResponse> observer) {
    EnvironmentId environment = Caller.current().environment();
    Connection connection =
        connections.get(
            environment,
            organization(request.getOrganizationId()),
            ConnectionId.parse("connection_id", request.getConnectionId()));
    domains.assign(
        environment,
        connection.organization(),
        connection.id(),
        IntStream.range(0, request.getDomainIdsCount())
            .mapToObj(i -> DomainId.parse("domain_ids[" + i + "]", request.getDomainIds(i)))
            .toList());
    send(
        observer,
        AssignDomainsToConnectionResponse.newBuilder()
            .setConnection(mapping.wire(connection))
            .build());
  }

  @Override
  public void updateConnection(
      UpdateConnectionRequest request, StreamObserver<UpdateConnectionResponse> observer) {
    configure(
        organization(request.getOrganizationId()),
        connection(request.getId()),
        request.getConnection(),
        observer);
  }

  @Override
  public void updateEnvironmentConnection(
      UpdateEnvironmentConnectionRequest request,
      StreamObserver<UpdateConnectionResponse> observer) {
    Connection found = byId(request.getConnectionId());
    configure(found.organization(), found.id(), request.getConnection(), observer);
  }

  private void configure(
      OrganizationId organization,
      ConnectionId id,
      UpdateConnection wanted,
      StreamObserver<UpdateConnectionResponse> observer) {
    Caller caller = Caller.current();
    ResolvedChange change =
        Within.field(
            "connection",
            () ->
                connections.resolve(
                    caller.environment(), organization, id, ConnectionChanges.change(wanted)));
    WholeChange.make(() -> {
      Precondition.check(
          () -> mapping.wire(connections.get(caller.environment(), organization, id)));
      Connection updated =
          Within.field(
              "connection",
              () ->
                  connections.configure(
                      caller.environment(), organization, id, change, caller.cause()));
      send(
          observer,
          UpdateConnectionResponse.newBuilder().setConnection(mapping.wire(updated)).build());
    });
  }

  @Override
  public void enableConnection(
      ToggleConnectionRequest request, StreamObserver<ToggleConnectionResponse> observer) {
    enable(organization(request.getOrganizationId()), connection(request.getId()), observer);
  }

  @Override
  public void enableEnvironmentConnection(
      ToggleEnvironmentConnectionRequest request,
      StreamObserver<ToggleConnectionResponse> observer) {
    Connection found = byId(request.getConnectionId());
    enable(found.organization(), found.id(), observer);
  }

  private void enable(
      OrganizationId organization,
      ConnectionId id,
      StreamObserver<ToggleConnectionResponse> observer) {
    Caller caller = Caller.current();
    toggled(observer, connections.enable(caller.environment(), organization, id, caller.cause()));
  }

  @Override
  public void disableConnection(
      ToggleConnectionRequest request, StreamObserver<ToggleConnectionResponse> observer) {
    disable(organization(request.getOrganizationId()), connection(request.getId()), observer);
  }

  @Override
  public void disableEnvironmentConnection(
      ToggleEnvironmentConnectionRequest request,
      StreamObserver<ToggleConnectionResponse> observer) {
    Connection found = byId(request.getConnectionId());
    disable(found.organization(), found.id(), observer);
  }

  private void disable(
      OrganizationId organization,
      ConnectionId id,
      StreamObserver<ToggleConnectionResponse> observer) {
    Caller caller = Caller.current();
    toggled(observer, connections.disable(caller.environment(), organization, id, caller.cause()));
  }

  private static void toggled(
      StreamObserver<ToggleConnectionResponse> observer, Connection connection) {
    send(observer, ToggleConnectionResponse.newBuilder().setEnabled(connection.enabled()).build());
  }

  @Override
  public void deleteConnection(DeleteConnectionRequest request, StreamObserver<Empty> observer) {
    delete(organization(request.getOrganizationId()), connection(request.getId()), observer);
  }

  @Override
  public void deleteEnvironmentConnection(
      DeleteEnvironmentConnectionRequest request, StreamObserver<Empty> observer) {
    Connection found = byId(request.getConnectionId());
    delete(found.organization(), found.id(), observer);
  }

  private void delete(
      OrganizationId organization, ConnectionId id, StreamObserver<Empty> observer) {
    Caller caller = Caller.current();
    connections.delete(caller.environment(), organization, id, caller.cause());
    send(observer, Empty.getDefaultInstance());
  }

  @Override
  public void getConnectionTestResult(
      GetConnectionTestResultRequest request,
      StreamObserver<GetConnectionTestResultResponse> observer) {
    // The record of a test outlives its connection, and is then nobody's to read.
    Connection connection = byId(request.getConnectionId());
    Login test =
        logins.test(
            connection.environment(),
            connection.id(),
            LoginId.parseTest("test_request_id", request.getTestRequestId()));
    send(observer, TestResultMapping.wire(test));
  }

  /// A connection that was named without its organization, which never changes.
  private Connection byId(String id) {
    return connections.get(Caller.current().environment(), ConnectionId.parse("connection_id", id));
  }

  private static OrganizationId organization(String text) {
    return OrganizationId.parse("organization_id", text);
  }

  private static ConnectionId connection(String text) {
    return ConnectionId.parse("id", text);
  }
}
