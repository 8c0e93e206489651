package dev.ostiary.organization;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A partial change: what is null stays as it is; an empty `externalId`, `slug` or `logoUrl`
/// clears; `metadata` replaces the whole map; `features` sets those it names.
public record OrganizationChange(
    @Nullable String displayName,
    @Nullable String externalId,
    @Nullable String slug,
    @Nullable String logoUrl,
    @Nullable Map<String, String> metadata,
    @Nullable List<Feature> features) {

  public static OrganizationChange displayName(String displayName) {
    return new OrganizationChange(displayName, null, null, null, null, null);
  }

  public static OrganizationChange features(List<Feature> features) {
    return new OrganizationChange(null, null, null, null, null, features);
  }
}
