package dev.ostiary.api;

import static dev.ostiary.api.Replies.send;

import com.google.protobuf.Empty;
import com.google.protobuf.Int32Value;
import dev.ostiary.connection.Connections;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.Domain;
import dev.ostiary.organization.DomainName;
import dev.ostiary.organization.DomainType;
import dev.ostiary.organization.Domains;
import dev.ostiary.organization.NewDomain;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.domains.CreateDomainRequest;
import dev.ostiary.wire.domains.CreateDomainResponse;
import dev.ostiary.wire.domains.DeleteDomainRequest;
import dev.ostiary.wire.domains.DomainServiceGrpc.DomainServiceImplBase;
import dev.ostiary.wire.domains.GetDomainRequest;
import dev.ostiary.wire.domains.GetDomainResponse;
import dev.ostiary.wire.domains.ListDomainRequest;
import dev.ostiary.wire.domains.ListDomainResponse;
import dev.ostiary.wire.domains.UpdateDomainRequest;
import dev.ostiary.wire.domains.UpdateDomainResponse;
import dev.ostiary.wire.domains.VerifyDomainRequest;
import dev.ostiary.wire.domains.VerifyDomainResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;

/// `scalekit.v1.domains.DomainService`. What comes in by this door comes from the app's operator,
/// whose word for a domain is enough; a claim of the organization's own is made elsewhere.
final class DomainGrpc extends DomainServiceImplBase {
  /// Wire contract, section 2.3.
  private static final int DEFAULT_PAGE = 30;

  private static final int MAX_PAGE = 100;

  private final Organizations organizations;
  private final Domains domains;
  private final Connections connections;

  DomainGrpc(Customers customers, Connections connections) {
    this.organizations = customers.organizations();
    this.domains = customers.domains();
    this.connections = connections;
  }

  @Override
  public void createDomain(
      CreateDomainRequest request, StreamObserver<CreateDomainResponse> observer) {
    Caller caller = Caller.current();
    OrganizationId organization =
        organization(request.getOrganizationId(), request.getExternalId());
    NewDomain wanted =
        new NewDomain(
            Within.field("domain", () -> DomainName.parse(request.getDomain().getDomain())),
            type(request.getDomain().getDomainType()),
            request.hasConnectionId() ? connection(organization, request.getConnectionId()) : null);
    Domain created = domains.add(caller.environment(), organization, wanted, caller.cause());
    send(
        observer, CreateDomainResponse.newBuilder().setDomain(DomainMapping.wire(created)).build());
  }

  private static DomainType type(dev.ostiary.wire.domains.DomainType wire) {
    return wire == dev.ostiary.wire.domains.DomainType.ALLOWED_EMAIL_DOMAIN
        ? DomainType.ALLOWED_EMAIL_DOMAIN
        : DomainType.ORGANIZATION_DOMAIN;
  }

  @Override
  public void getDomain(GetDomainRequest request, StreamObserver<GetDomainResponse> observer) {
    Domain found =
        domains.get(
            Caller.current().environment(),
            organization(request.getOrganizationId(), request.getExternalId()),
            domain(request.getId()));
    send(observer, GetDomainResponse.newBuilder().setDomain(DomainMapping.wire(found)).build());
  }

  /// The contract's `UpdateDomain` has no fields: the answer is the domain as it is.
  @Override
  public void updateDomain(
      UpdateDomainRequest request, StreamObserver<UpdateDomainResponse> observer) {
    Domain found =
        domains.get(
            Caller.current().environment(),
            organization(request.getOrganizationId(), request.getExternalId()),
            domain(request.getId()));
    send(observer, UpdateDomainResponse.newBuilder().setDomain(DomainMapping.wire(found)).build());
  }

  @Override
  public void verifyDomain(
      VerifyDomainRequest request, StreamObserver<VerifyDomainResponse> observer) {
    Caller caller = Caller.current();
    Domains.Evidence seen =
        domains.look(
            caller.environment(),
            organization(request.getOrganizationId(), request.getExternalId()),
            domain(request.getId()));
    WholeChange.make(() ->
        send(
            observer,
            VerifyDomainResponse.newBuilder()
                .setVerified(domains.verify(seen, caller.cause()).verification().isVerified())
                .build()));
  }

  @Override
  public void deleteDomain(DeleteDomainRequest request, StreamObserver<Empty> observer) {
    Caller caller = Caller.current();
    domains.delete(
        caller.environment(),
        organization(request.getOrganizationId(), request.getExternalId()),
        domain(request.getId()),
        caller.cause());
    send(observer, Empty.getDefaultInstance());
  }

  @Override
  public void listDomains(ListDomainRequest request, StreamObserver<ListDomainResponse> observer) {
    EnvironmentId environment = Caller.current().environment();
    OrganizationId organization =
        organization(request.getOrganizationId(), request.getExternalId());
    int size =
        pagePart("page_size", request.hasPageSize(), request.getPageSize(), DEFAULT_PAGE, MAX_PAGE);
    int number =
        pagePart(
            "page_number", request.hasPageNumber(), request.getPageNumber(), 0, Integer.MAX_VALUE);
    List<Domain> found =
        domains.list(environment, organization).stream()
            .filter(domain ->
                request.getDomainTypeValue() == 0 || domain.type() == type(request.getDomainType()))
            .toList();
    if (request.hasConnectionId()) {
      ConnectionId connection = connection(organization, request.getConnectionId());
      found = found.stream().filter(domain -> domain.leadsTo(connection)).toList();
    }
    ListDomainResponse.Builder reply =
        ListDomainResponse.newBuilder().setPageSize(size).setPageNumber(number);
    found.stream()
        .skip((long) number * size)
        .limit(size)
        .forEach(domain -> reply.addDomains(DomainMapping.wire(domain)));
    send(observer, reply.build());
  }

  private static int pagePart(String field, boolean given, Int32Value value, int usual, int max) {
    if (!given || (value.getValue() == 0 && usual > 0)) {
      return usual;
    }
    if (value.getValue() < 0 || value.getValue() > max) {
      throw Problem.invalid(field, "found " + value.getValue() + ", expected 0 to " + max);
    }
    return value.getValue();
  }

  /// The organization, by either of its ids; it is there.
  private OrganizationId organization(String id, String externalId) {
    EnvironmentId environment = Caller.current().environment();
    return externalId.isEmpty()
        ? organizations.get(environment, OrganizationId.parse("organization_id", id)).id()
        : organizations.getByExternalId(environment, externalId).id();
  }

  private ConnectionId connection(OrganizationId organization, String id) {
    return connections
        .get(Caller.current().environment(), organization, ConnectionId.parse("connection_id", id))
        .id();
  }

  private static DomainId domain(String id) {
    return DomainId.parse("id", id);
  }
}
