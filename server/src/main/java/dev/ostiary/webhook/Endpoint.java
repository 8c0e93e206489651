package dev.ostiary.webhook;

import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import java.time.Instant;

/// A webhook endpoint: where the events of an environment are sent.
public record Endpoint(
    EnvironmentId environment,
    EndpointId id,
    EndpointSettings settings,
    boolean enabled,
    Instant updateTime) {

  public Instant createTime() {
    return IdSource.createTime(id);
  }

  Endpoint with(EndpointSettings newSettings, Instant now) {
    return new Endpoint(environment, id, newSettings, enabled, now);
  }

  Endpoint with(boolean nowEnabled, Instant now) {
    return new Endpoint(environment, id, settings, nowEnabled, now);
  }

  /// The same, changed in something that is kept elsewhere.
  Endpoint touched(Instant now) {
    return with(enabled, now);
  }
}
