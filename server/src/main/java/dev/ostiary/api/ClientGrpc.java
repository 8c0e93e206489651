package dev.ostiary.api;

import static dev.ostiary.api.Replies.send;

import com.google.protobuf.Empty;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.ClientSecret;
import dev.ostiary.environment.ClientSettings;
import dev.ostiary.environment.ClientType;
import dev.ostiary.environment.CreatedSecret;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.ClientSecretId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.wire.clients.Client;
import dev.ostiary.wire.clients.ClientSecretStatus;
import dev.ostiary.wire.clients.ClientServiceGrpc.ClientServiceImplBase;
import dev.ostiary.wire.clients.CreateClientRequest;
import dev.ostiary.wire.clients.CreateClientResponse;
import dev.ostiary.wire.clients.CreateClientSecretRequest;
import dev.ostiary.wire.clients.CreateClientSecretResponse;
import dev.ostiary.wire.clients.CreateOrganizationClientRequest;
import dev.ostiary.wire.clients.CreateOrganizationClientResponse;
import dev.ostiary.wire.clients.CreateOrganizationClientSecretRequest;
import dev.ostiary.wire.clients.CreateOrganizationClientSecretResponse;
import dev.ostiary.wire.clients.DeleteClientRequest;
import dev.ostiary.wire.clients.DeleteClientSecretRequest;
import dev.ostiary.wire.clients.DeleteOrganizationClientRequest;
import dev.ostiary.wire.clients.DeleteOrganizationClientSecretRequest;
import dev.ostiary.wire.clients.GetClientRequest;
import dev.ostiary.wire.clients.GetClientResponse;
import dev.ostiary.wire.clients.GetOrganizationClientRequest;
import dev.ostiary.wire.clients.GetOrganizationClientResponse;
import dev.ostiary.wire.clients.ListClientsRequest;
import dev.ostiary.wire.clients.ListClientsResponse;
import dev.ostiary.wire.clients.ListOrganizationClientsRequest;
import dev.ostiary.wire.clients.ListOrganizationClientsResponse;
import dev.ostiary.wire.clients.UpdateClientRequest;
import dev.ostiary.wire.clients.UpdateClientResponse;
import dev.ostiary.wire.clients.UpdateClientSecretRequest;
import dev.ostiary.wire.clients.UpdateClientSecretResponse;
import dev.ostiary.wire.clients.UpdateOrganizationClientRequest;
import dev.ostiary.wire.clients.UpdateOrganizationClientResponse;
import io.grpc.stub.StreamObserver;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// `scalekit.v1.clients.ClientService`: the apps of the environment here, the machines of its
/// organizations in {@link OrganizationClientCalls}.
final class ClientGrpc extends ClientServiceImplBase {
  private final ApiClients clients;
  private final OrganizationClientCalls machines;

  ClientGrpc(ApiClients clients, OrganizationClientCalls machines) {
    this.clients = clients;
    this.machines = machines;
  }

  @Override
  public void createClient(
      CreateClientRequest request, StreamObserver<CreateClientResponse> observer) {
    ApiClient created =
        Within.field(
            "client",
            () -> clients.create(environment(), ClientMapping.wanted(request.getClient())));
    send(observer, CreateClientResponse.newBuilder().setClient(wire(created)).build());
  }

  @Override
  public void getClient(GetClientRequest request, StreamObserver<GetClientResponse> observer) {
    ApiClient found = clients.get(environment(), client(request.getClientId()));
    send(observer, GetClientResponse.newBuilder().setClient(wire(found)).build());
  }

  /// `include_plain_secret` changes nothing: a secret is shown once, when it is made.
  @Override
  public void listClient(ListClientsRequest request, StreamObserver<ListClientsResponse> observer) {
    Set<ClientType> types = EnumSet.noneOf(ClientType.class);
    request.getFilter().getClientTypeList().forEach(type -> types.add(ClientType.parse(type)));
    Page<ApiClient> page =
        clients.list(
            environment(),
            types,
            Page.Request.of(Integer.toUnsignedLong(request.getPageSize()), request.getPageToken()));
    send(
        observer,
        ListClientsResponse.newBuilder()
            .addAllClients(page.items().stream().map(this::wire).toList())
            .setNextPageToken(page.next())
            .setPrevPageToken(page.previous())
            .setTotalSize(OrganizationMapping.size(page.total()))
            .build());
  }

  @Override
  public void updateClient(
      UpdateClientRequest request, StreamObserver<UpdateClientResponse> observer) {
    List<String> mask = ClientMapping.mask(request);
    ApiClient updated =
        update(
            client(request.getClientId()),
            now -> ClientMapping.updated(now, request.getClient(), mask));
    send(observer, UpdateClientResponse.newBuilder().setClient(wire(updated)).build());
  }

  private ApiClient update(ClientId id, UnaryOperator<ClientSettings> change) {
    return Within.field("client", () -> clients.update(environment(), id, change));
  }

  /// A client cannot saw off the branch it sits on.
  @Override
  public void deleteClient(DeleteClientRequest request, StreamObserver<Empty> observer) {
    ClientId id = client(request.getClientId());
    if (id.toString().equals(Caller.current().cause().actorId())) {
      throw Problem.precondition(id + " makes this very call; delete it by another client");
    }
    clients.delete(environment(), id);
    send(observer, Empty.getDefaultInstance());
  }

  @Override
  public void createClientSecret(
      CreateClientSecretRequest request, StreamObserver<CreateClientSecretResponse> observer) {
    CreatedSecret created =
        clients.createSecret(
            environment(), client(request.getClientId()), Caller.current().cause().actorId());
    send(
        observer,
        CreateClientSecretResponse.newBuilder()
            .setPlainSecret(created.plain().reveal())
            .setSecret(ClientMapping.wire(created))
            .build());
  }

  /// A secret has one thing that can change, its status; a mask can name nothing else.
  @Override
  public void updateClientSecret(
      UpdateClientSecretRequest request, StreamObserver<UpdateClientSecretResponse> observer) {
    for (String path : request.getMask().getPathsList()) {
      if (!path.equals("status")) {
        throw Problem.invalid("mask", "found " + path + ", expected status");
      }
    }
    ClientSecret updated =
        clients.setSecretActive(
            environment(),
            client(request.getClientId()),
            ClientSecretId.parse("secret_id", request.getSecretId()),
            request.getSecret().getStatus() == ClientSecretStatus.ACTIVE);
    send(
        observer,
        UpdateClientSecretResponse.newBuilder().setSecret(ClientMapping.wire(updated)).build());
  }

  @Override
  public void deleteClientSecret(
      DeleteClientSecretRequest request, StreamObserver<Empty> observer) {
    clients.deleteSecret(
        environment(),
        client(request.getClientId()),
        ClientSecretId.parse("secret_id", request.getSecretId()));
    send(observer, Empty.getDefaultInstance());
  }

  @Override
  public void createOrganizationClient(
      CreateOrganizationClientRequest request,
      StreamObserver<CreateOrganizationClientResponse> observer) {
    send(observer, machines.create(request));
  }

  @Override
  public void getOrganizationClient(
      GetOrganizationClientRequest request,
      StreamObserver<GetOrganizationClientResponse> observer) {
    send(observer, machines.get(request));
  }

  @Override
  public void listOrganizationClients(
      ListOrganizationClientsRequest request,
      StreamObserver<ListOrganizationClientsResponse> observer) {
    send(observer, machines.list(request));
  }

  @Override
  public void updateOrganizationClient(
      UpdateOrganizationClientRequest request,
      StreamObserver<UpdateOrganizationClientResponse> observer) {
    send(observer, machines.update(request));
  }

  @Override
  public void deleteOrganizationClient(
      DeleteOrganizationClientRequest request, StreamObserver<Empty> observer) {
    machines.delete(request);
    send(observer, Empty.getDefaultInstance());
  }

  @Override
  public void createOrganizationClientSecret(
      CreateOrganizationClientSecretRequest request,
      StreamObserver<CreateOrganizationClientSecretResponse> observer) {
    send(observer, machines.createSecret(request));
  }

  @Override
  public void deleteOrganizationClientSecret(
      DeleteOrganizationClientSecretRequest request, StreamObserver<Empty> observer) {
    machines.deleteSecret(request);
    send(observer, Empty.getDefaultInstance());
  }

  private Client wire(ApiClient client) {
    return ClientMapping.wire(client, clients.secrets(client.environment(), client.id()));
  }

  private static EnvironmentId environment() {
    return Caller.current().environment();
  }

  private static ClientId client(String text) {
    return ClientId.parse("client_id", text);
  }
}
