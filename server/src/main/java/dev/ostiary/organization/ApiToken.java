package dev.ostiary.organization;

import dev.ostiary.platform.Faults;
import dev.ostiary.platform.id.ApiTokenId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A key for the app's own API that the app has made for an organization, or for one of its users
/// (wire contract, section 1.9): everything of it but the key.
///
/// @param userId the app's own id of the user; null when the key is the organization's
/// @param claims what the app wants to be told when it asks whose key it is
/// @param suffix the last characters of the key, by which people tell one from another
/// @param expireTime null for never
public record ApiToken(
    ApiTokenId id,
    EnvironmentId environment,
    OrganizationId organization,
    @Nullable String userId,
    Map<String, String> claims,
    @Nullable String description,
    String suffix,
    @Nullable Instant expireTime) {
  private static final int MAX_USER_ID = 255;
  private static final int MAX_DESCRIPTION = 255;
  private static final int MAX_CLAIMS = 20;
  private static final int MAX_CLAIM_NAME = 30;
  private static final int MAX_CLAIM = 256;

  public ApiToken {
    Faults faults =
        new Faults()
            .text("user_id", userId, 1, MAX_USER_ID)
            .text("description", description, 0, MAX_DESCRIPTION);
    if (claims.size() > MAX_CLAIMS) {
      faults.add("custom_claims", "found " + claims.size() + ", expected at most " + MAX_CLAIMS);
    }
    faults.texts("custom_claims", claims, 1, MAX_CLAIM_NAME, MAX_CLAIM).refuse();
    claims = Collections.unmodifiableMap(new TreeMap<>(claims));
    // PostgreSQL keeps microseconds: what is returned now must equal what is read later.
    expireTime = expireTime == null ? null : expireTime.truncatedTo(ChronoUnit.MICROS);
  }

  public Instant createTime() {
    return IdSource.createTime(id);
  }

  ApiToken with(@Nullable Map<String, String> newClaims, @Nullable String newDescription) {
    return new ApiToken(
        id,
        environment,
        organization,
        userId,
        newClaims == null ? claims : newClaims,
        newDescription == null ? description : newDescription,
        suffix,
        expireTime);
  }
}
