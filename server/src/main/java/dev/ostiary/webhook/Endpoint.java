package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A webhook endpoint: where the events of an environment are sent.
///
/// @param disabledReason null while it is enabled
public record Endpoint(
    EnvironmentId environment,
    EndpointId id,
    EndpointSettings settings,
    @Nullable DisabledReason disabledReason,
    Instant updateTime) {
  public Endpoint {
    // PostgreSQL keeps microseconds: what is returned now must equal what is read later.
    updateTime = updateTime.truncatedTo(ChronoUnit.MICROS);
  }

  public boolean enabled() {
    return disabledReason == null;
  }

  /// Whether it is sent an event of the log: one that tells of the endpoint itself never is, a test
  /// of the endpoint always, whatever its type.
  boolean wants(Event event) {
    if (event.isTest()) {
      return id.equals(event.recipient());
    }
    return settings.wants(event.type()) && !event.stream().equals(id);
  }

  public Instant createTime() {
    return IdSource.createTime(id);
  }

  Endpoint with(EndpointSettings newSettings, Instant now) {
    return new Endpoint(environment, id, newSettings, disabledReason, now);
  }

  Endpoint enabledAt(Instant now) {
    return new Endpoint(environment, id, settings, null, now);
  }

  Endpoint disabled(DisabledReason reason, Instant now) {
    return new Endpoint(environment, id, settings, reason, now);
  }

  /// The same, changed in something that is kept elsewhere.
  Endpoint touched(Instant now) {
    return with(settings, now);
  }
}
