package dev.ostiary.api;

import static dev.ostiary.api.Replies.timestamp;

import dev.ostiary.environment.CreatedSecret;
import dev.ostiary.environment.MachineSettings;
import dev.ostiary.environment.OrganizationClient;
import dev.ostiary.environment.OrganizationClients;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.id.ClientSecretId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationClientId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.clients.CreateOrganizationClientRequest;
import dev.ostiary.wire.clients.CreateOrganizationClientResponse;
import dev.ostiary.wire.clients.CreateOrganizationClientSecretRequest;
import dev.ostiary.wire.clients.CreateOrganizationClientSecretResponse;
import dev.ostiary.wire.clients.DeleteOrganizationClientRequest;
import dev.ostiary.wire.clients.DeleteOrganizationClientSecretRequest;
import dev.ostiary.wire.clients.GetOrganizationClientRequest;
import dev.ostiary.wire.clients.GetOrganizationClientResponse;
import dev.ostiary.wire.clients.ListOrganizationClientsRequest;
import dev.ostiary.wire.clients.ListOrganizationClientsResponse;
import dev.ostiary.wire.clients.M2MClient;
import dev.ostiary.wire.clients.UpdateOrganizationClientRequest;
import dev.ostiary.wire.clients.UpdateOrganizationClientResponse;
import java.time.Duration;
import java.util.List;

/// The calls about the machines of an organization.
final class OrganizationClientCalls {
  private final OrganizationClients clients;
  private final Organizations organizations;

  OrganizationClientCalls(OrganizationClients clients, Organizations organizations) {
    this.clients = clients;
    this.organizations = organizations;
  }

  CreateOrganizationClientResponse create(CreateOrganizationClientRequest request) {
    OrganizationId organization = present(request.getOrganizationId());
    var wanted = request.getClient();
    OrganizationClient created =
        Within.field(
            "client",
            () ->
                clients.create(
                    environment(),
                    organization,
                    new MachineSettings(
                        wanted.getName(),
                        wanted.getDescription(),
                        wanted.getScopesList(),
                        wanted.getAudienceList(),
                        ClientMapping.claims(wanted.getCustomClaimsList()),
                        life(wanted.getExpiry()))));
    CreatedSecret secret =
        clients.createSecret(
            environment(), organization, created.id(), Caller.current().cause().actorId());
    return CreateOrganizationClientResponse.newBuilder()
        .setClient(wire(created))
        .setPlainSecret(secret.plain().reveal())
        .build();
  }

  private static Duration life(long seconds) {
    return seconds == 0 ? MachineSettings.DEFAULT_LIFE : Duration.ofSeconds(seconds);
  }

  GetOrganizationClientResponse get(GetOrganizationClientRequest request) {
    return GetOrganizationClientResponse.newBuilder()
        .setClient(
            wire(
                clients.get(
                    environment(),
                    organization(request.getOrganizationId()),
                    client(request.getClientId()))))
        .build();
  }

  ListOrganizationClientsResponse list(ListOrganizationClientsRequest request) {
    Page<OrganizationClient> page =
        clients.list(
            environment(),
            present(request.getOrganizationId()),
            Page.Request.of(Integer.toUnsignedLong(request.getPageSize()), request.getPageToken()));
    return ListOrganizationClientsResponse.newBuilder()
        .addAllClients(page.items().stream().map(this::wire).toList())
        .setNextPageToken(page.next())
        .setPrevPageToken(page.previous())
        .setTotalSize(OrganizationMapping.size(page.total()))
        .build();
  }

  /// The contract gives these fields no presence: one that is empty stays as it is.
  UpdateOrganizationClientResponse update(UpdateOrganizationClientRequest request) {
    OrganizationId organization = organization(request.getOrganizationId());
    OrganizationClientId id = client(request.getClientId());
    var wanted = request.getClient();
    OrganizationClient updated =
        Within.field(
            "client",
            () ->
                clients.update(
                    environment(),
                    organization,
                    id,
                    now ->
                        new MachineSettings(
                            wanted.getName().isEmpty() ? now.name() : wanted.getName(),
                            wanted.getDescription().isEmpty()
                                ? now.description()
                                : wanted.getDescription(),
                            wanted.getScopesCount() == 0 ? now.scopes() : wanted.getScopesList(),
                            wanted.getAudienceCount() == 0
                                ? now.audience()
                                : wanted.getAudienceList(),
                            wanted.getCustomClaimsCount() == 0
                                ? now.customClaims()
                                : ClientMapping.claims(wanted.getCustomClaimsList()),
                            wanted.getExpiry() == 0 ? now.tokenLife() : life(wanted.getExpiry()))));
    return UpdateOrganizationClientResponse.newBuilder().setClient(wire(updated)).build();
  }

  void delete(DeleteOrganizationClientRequest request) {
    clients.delete(
        environment(), organization(request.getOrganizationId()), client(request.getClientId()));
  }

  CreateOrganizationClientSecretResponse createSecret(
      CreateOrganizationClientSecretRequest request) {
    CreatedSecret created =
        clients.createSecret(
            environment(),
            organization(request.getOrganizationId()),
            client(request.getClientId()),
            Caller.current().cause().actorId());
    return CreateOrganizationClientSecretResponse.newBuilder()
        .setPlainSecret(created.plain().reveal())
        .setSecret(ClientMapping.wire(created))
        .build();
  }

  void deleteSecret(DeleteOrganizationClientSecretRequest request) {
    clients.deleteSecret(
        environment(),
        organization(request.getOrganizationId()),
        client(request.getClientId()),
        ClientSecretId.parse("secret_id", request.getSecretId()));
  }

  private M2MClient wire(OrganizationClient client) {
    MachineSettings settings = client.settings();
    return M2MClient.newBuilder()
        .setClientId(client.id().toString())
        .setOrganizationId(client.organization().toString())
        .setName(settings.name())
        .setDescription(settings.description())
        .setCreateTime(timestamp(client.createTime()))
        .setUpdateTime(timestamp(client.updateTime()))
        .addAllScopes(settings.scopes())
        .addAllAudience(settings.audience())
        .addAllCustomClaims(ClientMapping.wire(settings.customClaims()))
        .setExpiry(settings.tokenLife().toSeconds())
        .addAllSecrets(secrets(client))
        .build();
  }

  private List<dev.ostiary.wire.clients.ClientSecret> secrets(OrganizationClient client) {
    return clients.secrets(client.environment(), client.id()).stream()
        .map(ClientMapping::wire)
        .toList();
  }

  /// The organization, which is there.
  private OrganizationId present(String text) {
    return organizations.get(environment(), organization(text)).id();
  }

  private static EnvironmentId environment() {
    return Caller.current().environment();
  }

  private static OrganizationId organization(String text) {
    return OrganizationId.parse("organization_id", text);
  }

  private static OrganizationClientId client(String text) {
    return OrganizationClientId.parse("client_id", text);
  }
}
