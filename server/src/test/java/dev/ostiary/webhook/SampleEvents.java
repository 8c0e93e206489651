package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Events as the log would give them, for tests that need no database.
final class SampleEvents {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private SampleEvents() {}

  static Event event(long position, long organization, long sequence) {
    return new Event(
        position,
        new EnvironmentId(1),
        new EventId(1_000_000 + position),
        new OrganizationId(organization),
        sequence,
        "organization.sso_enabled",
        NOW,
        null,
        ("{\"data\":{\"n\":" + position + "}}").getBytes(StandardCharsets.US_ASCII),
        new byte[0]);
  }
}
