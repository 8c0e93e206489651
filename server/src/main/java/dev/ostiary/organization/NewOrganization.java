package dev.ostiary.organization;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a caller says of an organization to be made; absent members get their defaults.
public record NewOrganization(
    String displayName,
    @Nullable Region region,
    @Nullable String externalId,
    @Nullable String slug,
    @Nullable String logoUrl,
    Map<String, String> metadata) {

  /// One with a name and nothing else.
  public static NewOrganization named(String displayName) {
    return new NewOrganization(displayName, null, null, null, null, Map.of());
  }
}
