package dev.ostiary.api;

import static dev.ostiary.api.Replies.send;

import com.google.protobuf.Empty;
import dev.ostiary.environment.Environments;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.Feature;
import dev.ostiary.organization.NewOrganization;
import dev.ostiary.organization.Organization;
import dev.ostiary.organization.OrganizationChange;
import dev.ostiary.organization.Organizations;
import dev.ostiary.organization.Region;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.commons.RegionCode;
import dev.ostiary.wire.organizations.CreateOrganization;
import dev.ostiary.wire.organizations.CreateOrganizationRequest;
import dev.ostiary.wire.organizations.CreateOrganizationResponse;
import dev.ostiary.wire.organizations.DeleteOrganizationRequest;
import dev.ostiary.wire.organizations.DeletePortalLinkByIdRequest;
import dev.ostiary.wire.organizations.DeletePortalLinkRequest;
import dev.ostiary.wire.organizations.GeneratePortalLinkRequest;
import dev.ostiary.wire.organizations.GeneratePortalLinkResponse;
import dev.ostiary.wire.organizations.GetApplicationSessionPolicyRequest;
import dev.ostiary.wire.organizations.GetApplicationSessionPolicyResponse;
import dev.ostiary.wire.organizations.GetOrganizationRequest;
import dev.ostiary.wire.organizations.GetOrganizationResponse;
import dev.ostiary.wire.organizations.GetOrganizationSessionPolicyRequest;
import dev.ostiary.wire.organizations.GetOrganizationSessionPolicyResponse;
import dev.ostiary.wire.organizations.GetOrganizationUserManagementSettingsRequest;
import dev.ostiary.wire.organizations.GetOrganizationUserManagementSettingsResponse;
import dev.ostiary.wire.organizations.GetPortalLinkRequest;
import dev.ostiary.wire.organizations.GetPortalLinksResponse;
import dev.ostiary.wire.organizations.ListOrganizationsRequest;
import dev.ostiary.wire.organizations.ListOrganizationsResponse;
import dev.ostiary.wire.organizations.OrganizationServiceGrpc.OrganizationServiceImplBase;
import dev.ostiary.wire.organizations.SearchOrganizationsRequest;
import dev.ostiary.wire.organizations.SearchOrganizationsResponse;
import dev.ostiary.wire.organizations.UpdateOrganizationRequest;
import dev.ostiary.wire.organizations.UpdateOrganizationResponse;
import dev.ostiary.wire.organizations.UpdateOrganizationSessionPolicyRequest;
import dev.ostiary.wire.organizations.UpdateOrganizationSessionPolicyResponse;
import dev.ostiary.wire.organizations.UpdateOrganizationSettingsRequest;
import dev.ostiary.wire.organizations.UpsertUserManagementSettingsRequest;
import dev.ostiary.wire.organizations.UpsertUserManagementSettingsResponse;
import io.grpc.stub.StreamObserver;

/// `scalekit.v1.organizations.OrganizationService`; what an organization has beside itself is in
/// {@link PortalLinkCalls} and {@link SettingsCalls}.
final class OrganizationGrpc extends OrganizationServiceImplBase {
  private final Organizations organizations;
  private final PortalLinkCalls links;
  private final SettingsCalls settings;

  OrganizationGrpc(Customers customers, Environments environments) {
    this.organizations = customers.organizations();
    this.links = new PortalLinkCalls(customers, environments);
    this.settings = new SettingsCalls(customers.settings(), customers.organizations());
  }

  @Override
  public void createOrganization(
      CreateOrganizationRequest request, StreamObserver<CreateOrganizationResponse> observer) {
    Caller caller = Caller.current();
    CreateOrganization wanted = request.getOrganization();
    Organization created =
        Within.field(
            "organization",
            () ->
                organizations.create(
                    caller.environment(),
                    new NewOrganization(
                        wanted.getDisplayName(),
                        wanted.getRegionCode() == RegionCode.EU ? Region.EU : Region.US,
                        wanted.hasExternalId() ? wanted.getExternalId() : null,
                        wanted.hasSlug() ? wanted.getSlug() : null,
                        wanted.hasLogoUrl() ? wanted.getLogoUrl() : null,
                        wanted.getMetadataMap()),
                    caller.cause()));
    send(
        observer,
        CreateOrganizationResponse.newBuilder()
            .setOrganization(OrganizationMapping.wire(created))
            .build());
  }

  @Override
  public void getOrganization(
      GetOrganizationRequest request, StreamObserver<GetOrganizationResponse> observer) {
    Caller caller = Caller.current();
    Organization found =
        request.hasExternalId()
            ? organizations.getByExternalId(caller.environment(), request.getExternalId())
            : organizations.get(caller.environment(), id(request.getId()));
    send(
        observer,
        GetOrganizationResponse.newBuilder()
            .setOrganization(OrganizationMapping.wire(found))
            .build());
  }

  @Override
  public void getOrganizationByExternalId(
      GetOrganizationRequest request, StreamObserver<GetOrganizationResponse> observer) {
    getOrganization(request, observer);
  }

  @Override
  public void listOrganization(
      ListOrganizationsRequest request, StreamObserver<ListOrganizationsResponse> observer) {
    Caller caller = Caller.current();
    ListOrganizationsResponse.Builder reply = ListOrganizationsResponse.newBuilder();
    if (request.hasExternalId()) {
      try {
        reply
            .addOrganizations(
                OrganizationMapping.wire(
                    organizations.getByExternalId(caller.environment(), request.getExternalId())))
            .setTotalSize(1);
      } catch (Problem problem) {
        if (problem.kind() != Problem.Kind.NOT_FOUND) {
          throw problem;
        }
      }
    } else {
      Page<Organization> page =
          organizations.list(
              caller.environment(),
              Page.Request.of(
                  Integer.toUnsignedLong(request.getPageSize()), request.getPageToken()));
      page.items().forEach(item -> reply.addOrganizations(OrganizationMapping.wire(item)));
      reply
          .setNextPageToken(page.next())
          .setPrevPageToken(page.previous())
          .setTotalSize(OrganizationMapping.size(page.total()));
    }
    send(observer, reply.build());
  }

  @Override
  public void searchOrganization(
      SearchOrganizationsRequest request, StreamObserver<SearchOrganizationsResponse> observer) {
    Page<Organization> page =
        organizations.search(
            Caller.current().environment(),
            request.getQuery(),
            Page.Request.of(Integer.toUnsignedLong(request.getPageSize()), request.getPageToken()));
    send(
        observer,
        SearchOrganizationsResponse.newBuilder()
            .addAllOrganizations(page.items().stream().map(OrganizationMapping::wire).toList())
            .setNextPageToken(page.next())
            .setPrevPageToken(page.previous())
            .setTotalSize(OrganizationMapping.size(page.total()))
            .build());
  }

  @Override
  public void updateOrganization(
      UpdateOrganizationRequest request, StreamObserver<UpdateOrganizationResponse> observer) {
    Caller caller = Caller.current();
    OrganizationChange change = OrganizationMapping.change(request);
    OrganizationId id =
        request.hasExternalId()
            ? organizations.getByExternalId(caller.environment(), request.getExternalId()).id()
            : id(request.getId());
    Precondition.check(() -> OrganizationMapping.wire(organizations.get(caller.environment(), id)));
    Organization updated =
        Within.field(
            "organization",
            () -> organizations.update(caller.environment(), id, change, caller.cause()));
    send(
        observer,
        UpdateOrganizationResponse.newBuilder()
            .setOrganization(OrganizationMapping.wire(updated))
            .build());
  }

  @Override
  public void updateOrganizationSettings(
      UpdateOrganizationSettingsRequest request, StreamObserver<GetOrganizationResponse> observer) {
    Caller caller = Caller.current();
    OrganizationId id = id(request.getId());
    Precondition.check(() -> OrganizationMapping.wire(organizations.get(caller.environment(), id)));
    Organization updated =
        organizations.update(
            caller.environment(),
            id,
            OrganizationChange.features(
                request.getSettings().getFeaturesList().stream()
                    .map(feature -> new Feature(feature.getName(), feature.getEnabled()))
                    .toList()),
            caller.cause());
    send(
        observer,
        GetOrganizationResponse.newBuilder()
            .setOrganization(OrganizationMapping.wire(updated))
            .build());
  }

  @Override
  public void deleteOrganization(
      DeleteOrganizationRequest request, StreamObserver<Empty> observer) {
    Caller caller = Caller.current();
    OrganizationId id =
        request.hasExternalId()
            ? organizations.getByExternalId(caller.environment(), request.getExternalId()).id()
            : id(request.getId());
    organizations.delete(caller.environment(), id, caller.cause());
    send(observer, Empty.getDefaultInstance());
  }

  @Override
  public void generatePortalLink(
      GeneratePortalLinkRequest request, StreamObserver<GeneratePortalLinkResponse> observer) {
    send(observer, links.generate(request));
  }

  @Override
  public void getPortalLinks(
      GetPortalLinkRequest request, StreamObserver<GetPortalLinksResponse> observer) {
    send(observer, links.list(request));
  }

  @Override
  public void deletePortalLink(DeletePortalLinkRequest request, StreamObserver<Empty> observer) {
    links.deleteAll(request);
    send(observer, Empty.getDefaultInstance());
  }

  @Override
  public void deletePortalLinkByID(
      DeletePortalLinkByIdRequest request, StreamObserver<Empty> observer) {
    links.delete(request);
    send(observer, Empty.getDefaultInstance());
  }

  @Override
  public void getOrganizationSessionPolicy(
      GetOrganizationSessionPolicyRequest request,
      StreamObserver<GetOrganizationSessionPolicyResponse> observer) {
    send(observer, settings.sessionPolicy(request));
  }

  @Override
  public void updateOrganizationSessionPolicy(
      UpdateOrganizationSessionPolicyRequest request,
      StreamObserver<UpdateOrganizationSessionPolicyResponse> observer) {
    send(observer, settings.changeSessionPolicy(request));
  }

  @Override
  public void getApplicationSessionPolicy(
      GetApplicationSessionPolicyRequest request,
      StreamObserver<GetApplicationSessionPolicyResponse> observer) {
    send(observer, settings.applicationPolicy(request));
  }

  @Override
  public void upsertUserManagementSettings(
      UpsertUserManagementSettingsRequest request,
      StreamObserver<UpsertUserManagementSettingsResponse> observer) {
    send(observer, settings.changeUserManagement(request));
  }

  @Override
  public void getOrganizationUserManagementSetting(
      GetOrganizationUserManagementSettingsRequest request,
      StreamObserver<GetOrganizationUserManagementSettingsResponse> observer) {
    send(observer, settings.userManagement(request));
  }

  private static OrganizationId id(String text) {
    return OrganizationId.parse("id", text);
  }
}
