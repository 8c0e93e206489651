package dev.ostiary.api;

import dev.ostiary.event.Event;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogFilter;
import dev.ostiary.event.LogReader;
import dev.ostiary.event.LogReader.Stretch;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.log.LogEntry;
import dev.ostiary.wire.log.ReadEventsResponse;
import dev.ostiary.wire.webhooks.WebhookEndpoint.PayloadFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Cursors, filters and entries of the log on the wire.
final class EventLogMapping {
  /// The cursor of a reader that wants only what happens from now on.
  private static final String LATEST = "latest";

  private EventLogMapping() {}

  /// A cursor is the position behind which to read on; its holders need not know.
  static long position(String cursor, LogReader log) {
    if (cursor.isEmpty()) {
      return 0;
    }
    if (cursor.equals(LATEST)) {
      return log.latest();
    }
    try {
      return Long.parseUnsignedLong(cursor) < 0 ? Long.MAX_VALUE : Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw Problem.invalid(
          "after", "not a cursor of this server; send one from an earlier answer, latest, or none");
    }
  }

  /// @param organization empty for all of them
  static LogFilter filter(String organization, List<String> types) {
    for (String type : types) {
      if (EventType.find(type).isEmpty()) {
        throw Problem.invalid(
            "type",
            "there is no event type " + type + "; expected one of: " + EventType.wireNames());
      }
    }
    return new LogFilter(
        organization.isEmpty() ? null : OrganizationId.parse("organization_id", organization),
        Set.copyOf(types));
  }

  static ReadEventsResponse wire(Stretch found, PayloadFormat format) {
    ReadEventsResponse.Builder wire =
        ReadEventsResponse.newBuilder()
            .setCursor(Long.toString(found.cursor()))
            .setMore(found.more());
    for (Event event : found.events()) {
      wire.addEntries(
          LogEntry.newBuilder()
              .setCursor(Long.toString(event.position()))
              .setEventId(event.id().toString())
              .setType(event.type())
              .setOrganizationId(Objects.toString(event.organization(), ""))
              .setSequence(event.sequence())
              .setPreviousSequence(event.sequence() - 1)
              .setPayload(new String(payload(event, format), StandardCharsets.US_ASCII)));
    }
    return wire.build();
  }

  /// The bytes that a webhook endpoint with this format is sent.
  static byte[] payload(Event event, PayloadFormat format) {
    return format == PayloadFormat.DETAILED ? event.detailedPayload() : event.payload();
  }
}
