package dev.ostiary.api;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionFilter;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionStatus;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.Connections;
import dev.ostiary.organization.DomainName;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.connections.ListConnectionsRequest;
import dev.ostiary.wire.connections.ListConnectionsResponse;
import dev.ostiary.wire.connections.ListOrganizationConnectionsRequest;
import dev.ostiary.wire.connections.ListOrganizationConnectionsResponse;
import dev.ostiary.wire.connections.SearchOrganizationConnectionsRequest;
import dev.ostiary.wire.connections.SearchOrganizationConnectionsResponse;
import java.util.ArrayList;
import java.util.List;

/// The ways in which connections are listed: those of an organization or a domain, which are few,
/// and those of all organizations, page by page.
final class ConnectionLists {
  private static final String ALL = "all";

  /// Together some 2 MB; gRPC clients accept 4.
  private static final int MAX_UNPAGED = 5000;

  private final Connections connections;
  private final Organizations organizations;
  private final ConnectionMapping mapping;

  ConnectionLists(Connections connections, Organizations organizations, ConnectionMapping mapping) {
    this.connections = connections;
    this.organizations = organizations;
    this.mapping = mapping;
  }

  /// Only connections that are enabled, unless `include` is `all`.
  ListConnectionsResponse list(ListConnectionsRequest request) {
    EnvironmentId environment = Caller.current().environment();
    return ListConnectionsResponse.newBuilder()
        .addAllConnections(mapping.listed(found(environment, request), environment))
        .build();
  }

  private List<Connection> found(EnvironmentId environment, ListConnectionsRequest request) {
    boolean all = request.getInclude().equals(ALL);
    if (!request.hasOrganizationId()) {
      return request.hasDomain() ? byDomain(environment, request, all) : unpaged(environment, all);
    }
    OrganizationId id = OrganizationId.parse("organization_id", request.getOrganizationId());
    organizations.get(environment, id);
    return request.hasDomain()
        ? byDomain(environment, request, all).stream()
            .filter(connection -> connection.organization().equals(id))
            .toList()
        : connections.listByOrganization(environment, id, all);
  }

  private List<Connection> byDomain(
      EnvironmentId environment, ListConnectionsRequest request, boolean all) {
    return connections.listByDomain(environment, DomainName.parse(request.getDomain()), all);
  }

  /// The contract gives this list no pages, and leaving some out unsaid would be a lie.
  private List<Connection> unpaged(EnvironmentId environment, boolean all) {
    List<Connection> found = new ArrayList<>();
    String next = "";
    do {
      Page<Connection> page =
          connections.list(environment, all, Page.Request.of(Page.Request.MAX_SIZE, next));
      found.addAll(page.items());
      next = page.next();
      if (found.size() > MAX_UNPAGED) {
        throw Problem.precondition(
            "there are more than "
                + MAX_UNPAGED
                + " connections; name an organization_id, or use ListOrganizationConnections");
      }
    } while (!next.isEmpty());
    return found;
  }

  SearchOrganizationConnectionsResponse search(SearchOrganizationConnectionsRequest request) {
    EnvironmentId environment = Caller.current().environment();
    Page<Connection> page =
        connections.search(
            environment,
            filter(request),
            Page.Request.of(Integer.toUnsignedLong(request.getPageSize()), request.getPageToken()));
    return SearchOrganizationConnectionsResponse.newBuilder()
        .addAllConnections(mapping.listed(page.items(), environment))
        .setNextPageToken(page.next())
        .setPrevPageToken(page.previous())
        .setTotalSize(OrganizationMapping.size(page.total()))
        .build();
  }

  private static ConnectionFilter filter(SearchOrganizationConnectionsRequest request) {
    try {
      return new ConnectionFilter(
          request.getQuery().isBlank() ? null : request.getQuery(),
          request.getProvider().isEmpty()
              ? null
              : ConnectionProvider.valueOf(request.getProvider()),
          request.getStatusValue() == 0
              ? null
              : ConnectionStatus.valueOf(request.getStatus().name()),
          request.getConnectionTypeValue() == 0
              ? null
              : ConnectionType.parse(request.getConnectionType().name()),
          request.hasEnabled() ? Boolean.valueOf(request.getEnabled()) : null);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("provider", "found none of the contract's names, such as OKTA");
    }
  }

  ListOrganizationConnectionsResponse listAll(ListOrganizationConnectionsRequest request) {
    EnvironmentId environment = Caller.current().environment();
    Page<Connection> page =
        connections.list(
            environment,
            true,
            Page.Request.of(Integer.toUnsignedLong(request.getPageSize()), request.getPageToken()));
    return ListOrganizationConnectionsResponse.newBuilder()
        .addAllConnections(mapping.listed(page.items(), environment))
        .setNextPageToken(page.next())
        .setPrevPageToken(page.previous())
        .setTotalSize(OrganizationMapping.size(page.total()))
        .build();
  }
}
