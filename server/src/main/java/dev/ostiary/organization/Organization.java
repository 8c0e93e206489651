package dev.ostiary.organization;

import dev.ostiary.platform.Faults;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A customer of the app. The limits are those of the wire contract, section 1.1.
///
/// @param externalId the app's own id for it; unique in the environment
/// @param slug a name for use in host names; unique in the environment
public record Organization(
    OrganizationId id,
    EnvironmentId environment,
    String displayName,
    Region region,
    @Nullable String externalId,
    @Nullable String slug,
    @Nullable String logoUrl,
    Map<String, String> metadata,
    List<Feature> features,
    Instant updateTime) {
  private static final int MAX_DISPLAY_NAME = 200;

  /// The contract sets no limit; an index entry needs one.
  static final int MAX_EXTERNAL_ID = 255;

  private static final int MAX_SLUG = 253;
  private static final Pattern SLUG =
      Pattern.compile(
          "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

  private static final int MAX_LOGO_URL = 1024;
  private static final int MAX_METADATA_PAIRS = 10;
  private static final int MIN_METADATA_KEY = 3;
  private static final int MAX_METADATA_KEY = 25;
  private static final int MAX_METADATA_VALUE = 256;

  /// Twice as many as the contract has names.
  private static final int MAX_FEATURES = 20;

  private static final Pattern FEATURE_NAME = Pattern.compile("[a-z_]{1,50}");

  public Organization {
    Faults faults =
        new Faults()
            .text("display_name", displayName, 1, MAX_DISPLAY_NAME)
            .text("external_id", externalId, 1, MAX_EXTERNAL_ID)
            .url("logo_url", logoUrl, MAX_LOGO_URL);
    if (logoUrl != null && !logoUrl.startsWith("https://")) {
      faults.add("logo_url", "expected a URL that starts with https://");
    }
    if (slug != null && (slug.length() > MAX_SLUG || !SLUG.matcher(slug).matches())) {
      faults.add(
          "slug",
          "expected labels of a-z, 0-9 and inner hyphens, joined by dots, at most 253 characters");
    }
    checkMetadata(faults, metadata);
    if (features.size() > MAX_FEATURES
        || !features.stream().allMatch(f -> FEATURE_NAME.matcher(f.name()).matches())) {
      faults.add("settings.features", "expected at most 20 names of the contract, such as sso");
    }
    faults.refuse();
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    features = List.copyOf(features);
    // PostgreSQL keeps microseconds: what is returned now must equal what is read later.
    updateTime = updateTime.truncatedTo(ChronoUnit.MICROS);
  }

  private static void checkMetadata(Faults faults, Map<String, String> metadata) {
    if (metadata.size() > MAX_METADATA_PAIRS) {
      faults.add("metadata", "found " + metadata.size() + " pairs, expected at most 10");
    }
    faults.texts("metadata", metadata, MIN_METADATA_KEY, MAX_METADATA_KEY, MAX_METADATA_VALUE);
  }

  static Organization create(
      OrganizationId id, EnvironmentId environment, NewOrganization wanted, Instant now) {
    return new Organization(
        id,
        environment,
        wanted.displayName(),
        wanted.region() == null ? Region.US : wanted.region(),
        emptyToNull(wanted.externalId()),
        wanted.slug(),
        emptyToNull(wanted.logoUrl()),
        wanted.metadata(),
        Feature.DEFAULTS,
        now);
  }

  /// This organization with the change made; equal to this one when the change changes nothing.
  Organization with(OrganizationChange change, Instant now) {
    Organization changed =
        new Organization(
            id,
            environment,
            change.displayName() == null ? displayName : change.displayName(),
            region,
            changed(change.externalId(), externalId),
            changed(change.slug(), slug),
            changed(change.logoUrl(), logoUrl),
            change.metadata() == null ? metadata : change.metadata(),
            change.features() == null ? features : Feature.merge(features, change.features()),
            updateTime);
    return changed.equals(this) ? this : changed.updatedAt(now);
  }

  private Organization updatedAt(Instant now) {
    return new Organization(
        id, environment, displayName, region, externalId, slug, logoUrl, metadata, features, now);
  }

  private static @Nullable String changed(@Nullable String wanted, @Nullable String present) {
    return wanted == null ? present : emptyToNull(wanted);
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  public Instant createTime() {
    return IdSource.createTime(id);
  }
}
