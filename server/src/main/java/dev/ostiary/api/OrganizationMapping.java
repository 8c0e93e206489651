package dev.ostiary.api;

import static dev.ostiary.api.Replies.ifPresent;
import static dev.ostiary.api.Replies.timestamp;

import dev.ostiary.organization.Organization;
import dev.ostiary.wire.commons.RegionCode;
import dev.ostiary.wire.organizations.OrganizationSettings;
import dev.ostiary.wire.organizations.OrganizationSettingsFeature;

/// Organizations in the words of the contract (section 1.1).
final class OrganizationMapping {
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

  /// The contract's sizes are 32 bits wide.
  static int size(long total) {
    return (int) Math.min(total, Integer.MAX_VALUE);
  }
}
