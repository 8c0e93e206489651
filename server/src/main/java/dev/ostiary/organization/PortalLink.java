package dev.ostiary.organization;

import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.id.PortalLinkId;
import java.time.Instant;
import java.util.List;

/// A link by which an IT admin of an organization enters its portal once. The token that opens it
/// is not kept.
///
/// @param features what the portal may be used for, by the contract's names
public record PortalLink(
    PortalLinkId id,
    EnvironmentId environment,
    OrganizationId organization,
    List<String> features,
    Instant expireTime) {
  public PortalLink {
    features = List.copyOf(features);
  }
}
