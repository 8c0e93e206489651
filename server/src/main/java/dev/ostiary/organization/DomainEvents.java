package dev.ostiary.organization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.event.Cause;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogWriter;
import dev.ostiary.event.NewEvent;
import dev.ostiary.platform.Json;
import java.time.Instant;

/// The public form of what happens to domains (wire contract, section 5.3).
final class DomainEvents {
  private DomainEvents() {}

  static NewEvent event(LogWriter writer, EventType type, Domain domain, Instant at, Cause cause) {
    ObjectNode data = Json.object();
    data.put("id", domain.id().toString());
    data.put("domain", domain.name().text());
    data.put("domain_type", domain.type().name());
    data.put("organization_id", domain.organization().toString());
    data.put("environment_id", domain.environment().toString());
    data.put("txt_record_key", Domain.RECORD_LABEL);
    data.put("txt_record_secret", domain.recordText());
    data.put("verification_status", domain.verification().status().name());
    data.put("verification_method", domain.verification().method().name());
    data.put("updated_at", LogWriter.time(domain.updateTime()));
    return new NewEvent(
        domain.environment(),
        writer.nextId(),
        domain.organization(),
        type,
        at,
        data,
        Json.object(),
        cause);
  }
}
