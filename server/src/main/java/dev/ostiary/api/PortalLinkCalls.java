package dev.ostiary.api;

import static dev.ostiary.api.Replies.timestamp;

import dev.ostiary.environment.Environments;
import dev.ostiary.organization.CreatedLink;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.Organizations;
import dev.ostiary.organization.PortalLink;
import dev.ostiary.organization.PortalLinks;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.id.PortalLinkId;
import dev.ostiary.wire.organizations.DeletePortalLinkByIdRequest;
import dev.ostiary.wire.organizations.DeletePortalLinkRequest;
import dev.ostiary.wire.organizations.Feature;
import dev.ostiary.wire.organizations.GeneratePortalLinkRequest;
import dev.ostiary.wire.organizations.GeneratePortalLinkResponse;
import dev.ostiary.wire.organizations.GetPortalLinkRequest;
import dev.ostiary.wire.organizations.GetPortalLinksResponse;
import dev.ostiary.wire.organizations.Link;
import java.util.ArrayList;
import java.util.List;

/// The calls about portal links.
final class PortalLinkCalls {
  /// Where a link leads, under the environment's URL (wire contract, section 4.6).
  private static final String PATH = "/magicLink/";

  private final PortalLinks links;
  private final Organizations organizations;
  private final Environments environments;

  PortalLinkCalls(Customers customers, Environments environments) {
    this.links = customers.portalLinks();
    this.organizations = customers.organizations();
    this.environments = environments;
  }

  GeneratePortalLinkResponse generate(GeneratePortalLinkRequest request) {
    CreatedLink created =
        links.create(environment(), organization(request.getId()), features(request));
    String url = environments.get(environment()).url() + PATH + created.token().reveal();
    return GeneratePortalLinkResponse.newBuilder()
        .setLink(wire(created.link()).setLocation(url))
        .build();
  }

  /// Older clients say it with a flag for each feature, which the contract has deprecated and still
  /// accepts.
  @SuppressWarnings("deprecation")
  private static List<String> features(GeneratePortalLinkRequest request) {
    List<String> features = new ArrayList<>();
    for (Feature feature : request.getFeaturesList()) {
      if (feature.getNumber() == 0) {
        throw Problem.invalid("features", "expected sso or dir_sync");
      }
      features.add(feature.name());
    }
    if (request.getSso()) {
      features.add(Feature.sso.name());
    }
    if (request.getDirectorySync()) {
      features.add(Feature.dir_sync.name());
    }
    return features;
  }

  /// Without `location`: the token that belongs into it was shown once.
  GetPortalLinksResponse list(GetPortalLinkRequest request) {
    GetPortalLinksResponse.Builder reply = GetPortalLinksResponse.newBuilder();
    links.list(environment(), present(request.getId())).forEach(link -> reply.addLinks(wire(link)));
    return reply.build();
  }

  void deleteAll(DeletePortalLinkRequest request) {
    links.deleteAll(environment(), present(request.getId()));
  }

  void delete(DeletePortalLinkByIdRequest request) {
    links.delete(
        environment(),
        organization(request.getId()),
        PortalLinkId.parse("link_id", request.getLinkId()));
  }

  private static Link.Builder wire(PortalLink link) {
    return Link.newBuilder()
        .setId(link.id().toString())
        .setExpireTime(timestamp(link.expireTime()));
  }

  /// The organization, which is there.
  private OrganizationId present(String text) {
    return organizations.get(environment(), organization(text)).id();
  }

  private static EnvironmentId environment() {
    return Caller.current().environment();
  }

  private static OrganizationId organization(String text) {
    return OrganizationId.parse("id", text);
  }
}
