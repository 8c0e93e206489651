package dev.ostiary.api;

import static dev.ostiary.api.Replies.send;

import com.google.protobuf.Empty;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.environment.Environments;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.connections.ConnectionServiceGrpc.ConnectionServiceImplBase;
import dev.ostiary.wire.connections.CreateConnectionRequest;
import dev.ostiary.wire.connections.CreateConnectionResponse;
import dev.ostiary.wire.connections.DeleteConnectionRequest;
import dev.ostiary.wire.connections.GetConnectionRequest;
import dev.ostiary.wire.connections.GetConnectionResponse;
import dev.ostiary.wire.connections.ListConnectionsRequest;
import dev.ostiary.wire.connections.ListConnectionsResponse;
import dev.ostiary.wire.connections.ToggleConnectionRequest;
import dev.ostiary.wire.connections.ToggleConnectionResponse;
import dev.ostiary.wire.connections.UpdateConnectionRequest;
import dev.ostiary.wire.connections.UpdateConnectionResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;

/// `scalekit.v1.connections.ConnectionService`, as far as it is served; the rest answers
/// UNIMPLEMENTED.
final class ConnectionGrpc extends ConnectionServiceImplBase {
  private static final String ALL = "all";

  private final Connections connections;
  private final Organizations organizations;
  private final ConnectionMapping mapping;

  ConnectionGrpc(Connections connections, Organizations organizations, Environments environments) {
    this.connections = connections;
    this.organizations = organizations;
    this.mapping = new ConnectionMapping(environments);
  }

  @Override
  public void createConnection(
      CreateConnectionRequest request, StreamObserver<CreateConnectionResponse> observer) {
    Caller caller = Caller.current();
    Connection created =
        connections.create(
            caller.environment(),
            organization(request.getOrganizationId()),
            ConnectionChanges.wanted(request.getConnection()),
            caller.cause());
    send(
        observer,
        CreateConnectionResponse.newBuilder().setConnection(mapping.wire(created)).build());
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
  public void listConnections(
      ListConnectionsRequest request, StreamObserver<ListConnectionsResponse> observer) {
    Caller caller = Caller.current();
    if (request.hasDomain()) {
      throw new Problem(
          Problem.Kind.UNIMPLEMENTED, "listing by domain is not served yet; use organization_id");
    }
    boolean all = request.getInclude().equals(ALL);
    List<Connection> found;
    if (request.hasOrganizationId()) {
      OrganizationId id = organization(request.getOrganizationId());
      organizations.get(caller.environment(), id);
      found = connections.listByOrganization(caller.environment(), id, all);
    } else {
      found =
          connections
              .list(caller.environment(), all, Page.Request.of(Page.Request.MAX_SIZE, ""))
              .items();
    }
    send(
        observer,
        ListConnectionsResponse.newBuilder()
            .addAllConnections(mapping.listed(found, organizations, caller.environment()))
            .build());
  }

  @Override
  public void updateConnection(
      UpdateConnectionRequest request, StreamObserver<UpdateConnectionResponse> observer) {
    Caller caller = Caller.current();
    Connection updated =
        connections.configure(
            caller.environment(),
            organization(request.getOrganizationId()),
            connection(request.getId()),
            ConnectionChanges.change(request.getConnection()),
            caller.cause());
    send(
        observer,
        UpdateConnectionResponse.newBuilder().setConnection(mapping.wire(updated)).build());
  }

  @Override
  public void enableConnection(
      ToggleConnectionRequest request, StreamObserver<ToggleConnectionResponse> observer) {
    Caller caller = Caller.current();
    toggled(
        observer,
        connections.enable(
            caller.environment(),
            organization(request.getOrganizationId()),
            connection(request.getId()),
            caller.cause()));
  }

  @Override
  public void disableConnection(
      ToggleConnectionRequest request, StreamObserver<ToggleConnectionResponse> observer) {
    Caller caller = Caller.current();
    toggled(
        observer,
        connections.disable(
            caller.environment(),
            organization(request.getOrganizationId()),
            connection(request.getId()),
            caller.cause()));
  }

  private static void toggled(
      StreamObserver<ToggleConnectionResponse> observer, Connection connection) {
    send(observer, ToggleConnectionResponse.newBuilder().setEnabled(connection.enabled()).build());
  }

  @Override
  public void deleteConnection(DeleteConnectionRequest request, StreamObserver<Empty> observer) {
    Caller caller = Caller.current();
    connections.delete(
        caller.environment(),
        organization(request.getOrganizationId()),
        connection(request.getId()),
        caller.cause());
    send(observer, Empty.getDefaultInstance());
  }

  private static OrganizationId organization(String text) {
    return OrganizationId.parse("organization_id", text);
  }

  private static ConnectionId connection(String text) {
    return ConnectionId.parse("id", text);
  }
}
