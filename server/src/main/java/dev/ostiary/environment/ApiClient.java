package dev.ostiary.environment;

import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// An app that may act in one environment: its backend calls the API, its users sign in. A backend
/// proves itself with a secret; see {@link ClientType}.
public record ApiClient(
    ClientId id, EnvironmentId environment, ClientSettings settings, Instant updateTime) {
  public ApiClient {
    // PostgreSQL keeps microseconds: what is returned now must equal what is read later.
    updateTime = updateTime.truncatedTo(ChronoUnit.MICROS);
  }

  public String name() {
    return settings.name();
  }

  public Instant createTime() {
    return IdSource.createTime(id);
  }
}
