package dev.ostiary.api;

import static dev.ostiary.api.Replies.send;

import dev.ostiary.connection.Connections;
import dev.ostiary.environment.Environments;
import dev.ostiary.organization.Customers;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.metadata.ConnectionMetadataServiceGrpc.ConnectionMetadataServiceImplBase;
import dev.ostiary.wire.metadata.ImportSamlMetadataRequest;
import dev.ostiary.wire.metadata.ImportSamlMetadataResponse;
import io.grpc.stub.StreamObserver;

/// `ostiary.v1.connections.ConnectionMetadataService`.
final class ConnectionMetadataGrpc extends ConnectionMetadataServiceImplBase {
  private final Connections connections;
  private final ConnectionMapping mapping;

  ConnectionMetadataGrpc(Connections connections, Customers customers, Environments environments) {
    this.connections = connections;
    this.mapping = new ConnectionMapping(environments, customers);
  }

  @Override
  public void importSamlMetadata(
      ImportSamlMetadataRequest request, StreamObserver<ImportSamlMetadataResponse> observer) {
    Caller caller = Caller.current();
    send(
        observer,
        ImportSamlMetadataResponse.newBuilder()
            .setConnection(
                mapping.wire(
                    connections.importMetadata(
                        caller.environment(),
                        OrganizationId.parse("organization_id", request.getOrganizationId()),
                        ConnectionId.parse("id", request.getId()),
                        request.getXml(),
                        caller.cause())))
            .build());
  }
}
