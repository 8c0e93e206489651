package dev.ostiary.api;

import static dev.ostiary.api.Replies.ifPresent;
import static dev.ostiary.api.Replies.timestamp;

import dev.ostiary.organization.Organization;
import dev.ostiary.organization.OrganizationChange;
import dev.ostiary.platform.Problem;
import dev.ostiary.wire.commons.RegionCode;
import dev.ostiary.wire.organizations.OrganizationSettings;
import dev.ostiary.wire.organizations.OrganizationSettingsFeature;
import dev.ostiary.wire.organizations.UpdateOrganization;
import dev.ostiary.wire.organizations.UpdateOrganizationRequest;
import java.util.List;

/// Organizations in the words of the contract (section 1.1).
final class OrganizationMapping {
  private static final List<String> CHANGEABLE =
      List.of("display_name", "external_id", "slug", "logo_url", "metadata");

  private OrganizationMapping() {}

  static dev.ostiary.wire.organizations.Organization wire(Organization organization) {
    OrganizationSettings.Builder settings = OrganizationSettings.newBuilder();
    organization
        .features()
        .forEach(feature ->
            settings.addFeatures(
                OrganizationSettingsFeature.newBuilder()
                    .setName(feature.name())
                    .setEnabled(feature.enabled())));
    var wire =
        dev.ostiary.wire.organizations.Organization.newBuilder()
            .setId(organization.id().toString())
            .setCreateTime(timestamp(organization.createTime()))
            .setUpdateTime(timestamp(organization.updateTime()))
            .setDisplayName(organization.displayName())
            .setRegionCode(RegionCode.valueOf(organization.region().name()))
            .putAllMetadata(organization.metadata())
            .setSettings(settings);
    ifPresent(organization.externalId(), wire::setExternalId);
    ifPresent(organization.slug(), wire::setSlug);
    ifPresent(organization.logoUrl(), wire::setLogoUrl);
    return wire.build();
  }

  /// What an update wants. Without a mask the fields that are present change; with one exactly the
  /// fields it names do, and one that is named and absent is cleared.
  static OrganizationChange change(UpdateOrganizationRequest request) {
    UpdateOrganization wire = request.getOrganization();
    if (!request.hasUpdateMask()) {
      return new OrganizationChange(
          wire.hasDisplayName() ? wire.getDisplayName() : null,
          wire.hasExternalId() ? wire.getExternalId() : null,
          wire.hasSlug() ? wire.getSlug() : null,
          wire.hasLogoUrl() ? wire.getLogoUrl() : null,
          wire.getMetadataCount() > 0 ? wire.getMetadataMap() : null,
          null);
    }
    List<String> mask = request.getUpdateMask().getPathsList();
    for (String path : mask) {
      if (!CHANGEABLE.contains(path)) {
        throw Problem.invalid(
            "update_mask", "found " + path + ", expected some of " + String.join(", ", CHANGEABLE));
      }
    }
    return new OrganizationChange(
        mask.contains("display_name") ? wire.getDisplayName() : null,
        mask.contains("external_id") ? wire.getExternalId() : null,
        mask.contains("slug") ? wire.getSlug() : null,
        mask.contains("logo_url") ? wire.getLogoUrl() : null,
        mask.contains("metadata") ? wire.getMetadataMap() : null,
        null);
  }

  /// The contract's sizes are 32 bits wide.
  static int size(long total) {
    return (int) Math.min(total, Integer.MAX_VALUE);
  }
}
