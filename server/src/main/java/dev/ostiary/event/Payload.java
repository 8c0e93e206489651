package dev.ostiary.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.id.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// The bytes of an event, written once when it is appended and never serialized again.
///
/// The standard payload has the eight keys of the contract in its order, `data` last; an
/// operational event has no `organization_id`. The detailed one is the standard one with more
/// members spliced in before its last two braces, so both share the same bytes: `detail` holds what
/// is inserted, short of the sequence numbers, which are known only once the log has assigned them.
record Payload(byte[] standard, byte[] detail) {
  private static final int CLOSING_BRACES = 2;

  /// RFC 3339 in UTC with as many digits of the second as there are, as Go prints RFC3339Nano.
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// @param test whether it only shows what such an event looks like; the detailed payload says so
  static Payload of(NewEvent event, boolean test) {
    ObjectNode standard = Json.object();
    standard.put("spec_version", "1");
    standard.put("id", event.id().toString());
    standard.put("object", event.type().object());
    standard.put("environment_id", event.environment().toString());
    standard.put("occurred_at", time(event.occurredAt()));
    if (event.stream() instanceof OrganizationId organization) {
      standard.put("organization_id", organization.toString());
    }
    standard.put("type", event.type().wireName());
    standard.set("data", event.data());
    return new Payload(Json.bytes(standard), detail(event, test));
  }

  /// The contract's form of a point in time.
  static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static byte[] detail(NewEvent event, boolean test) {
    ObjectNode inData = Json.object();
    inData.set("previous_attributes", event.previousAttributes());
    ObjectNode beside = Json.object();
    beside.put("timestamp", time(event.occurredAt()));
    beside.put("display_name", event.type().displayName());
    beside
        .putObject("actor")
        .put("type", event.cause().actor().name().toLowerCase(Locale.ROOT))
        .put("id", event.cause().actorId());
    beside.put("request_id", event.cause().requestId());
    if (test) {
      beside.put("test", true);
    }
    return (members(inData) + "}" + members(beside)).getBytes(StandardCharsets.US_ASCII);
  }

  /// The members of an object as they stand behind others: `,"a":1,"b":2`.
  private static String members(ObjectNode object) {
    String text = Json.text(object);
    return "," + text.substring(1, text.length() - 1);
  }

  /// The detailed payload of an event in the log.
  static byte[] detailed(byte[] standard, byte[] detail, long sequence) {
    byte[] tail =
        (",\"sequence\":" + sequence + ",\"previous_sequence\":" + (sequence - 1) + "}")
            .getBytes(StandardCharsets.US_ASCII);
    int head = standard.length - CLOSING_BRACES;
    byte[] bytes = new byte[head + detail.length + tail.length];
    System.arraycopy(standard, 0, bytes, 0, head);
    System.arraycopy(detail, 0, bytes, head, detail.length);
    System.arraycopy(tail, 0, bytes, head + detail.length, tail.length);
    return bytes;
  }
}
