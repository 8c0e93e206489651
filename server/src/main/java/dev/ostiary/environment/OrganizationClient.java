package dev.ostiary.environment;

import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationClientId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A machine of an organization that gets tokens for the app's own API, by its secret and for
/// itself. It may not call ours.
public record OrganizationClient(
    OrganizationClientId id,
    EnvironmentId environment,
    OrganizationId organization,
    MachineSettings settings,
    Instant updateTime) {
  public OrganizationClient {
    // PostgreSQL keeps microseconds: what is returned now must equal what is read later.
    updateTime = updateTime.truncatedTo(ChronoUnit.MICROS);
  }

  public Instant createTime() {
    return IdSource.createTime(id);
  }
}
