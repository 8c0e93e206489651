package dev.ostiary.environment;

import dev.ostiary.platform.id.ClientSecretId;
import dev.ostiary.platform.id.IdSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of a client's secret once it has been shown: everything but the secret.
///
/// @param suffix its last characters, by which people tell one from another
/// @param createdBy the client that asked for it; null for the server itself
/// @param expireTime when it ends by itself; null for never
/// @param lastUsedTime to the minute; null while it has not been used
public record ClientSecret(
    ClientSecretId id,
    String suffix,
    boolean active,
    @Nullable String createdBy,
    @Nullable Instant expireTime,
    @Nullable Instant lastUsedTime,
    Instant updateTime) {

  public Instant createTime() {
    return IdSource.createTime(id);
  }
}
