package dev.ostiary.api.docs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The `webhooks` section: the request that an endpoint is sent for each type of event.
final class EventSchemas {
  /// The schemas of the `data` of events, by what it is about.
  private static final String RESOURCE = "/openapi/event-data.json";

  static final String TAG = "Webhooks";
  static final String DESCRIPTION =
      "What an endpoint is sent: one signed POST for each event. Answer with any 2xx, at once.";

  private EventSchemas() {}

  static ObjectNode webhooks(Schemas schemas) {
    ObjectNode data = resource();
    data.properties()
        .forEach(kind -> schemas.add("event." + kind.getKey(), (ObjectNode) kind.getValue()));
    ObjectNode webhooks = Json.object();
    for (EventType type : EventType.values()) {
      String name = "event." + type.wireName();
      schemas.add(name, envelope(type));
      ObjectNode post = webhooks.putObject(type.wireName()).putObject("post");
      post.put("operationId", "webhook_" + type.wireName().replace('.', '_'));
      post.put("summary", type.displayName());
      if (!type.isForEverybody()) {
        post.put("description", "Sent only to endpoints that ask for this type by its name.");
      }
      post.putArray("tags").add(TAG);
      header(post.putArray("parameters").addObject(), "webhook-id", "The id of the event.");
      header(
          post.withArray("parameters").addObject(),
          "webhook-timestamp",
          "Seconds since 1970, of this attempt.");
      header(
          post.withArray("parameters").addObject(),
          "webhook-signature",
          "Signatures of id, timestamp and body (Standard Webhooks).");
      ObjectNode body = post.putObject("requestBody").put("required", true);
      body.putObject("content")
          .putObject("application/json")
          .set("schema", Schemas.reference(name));
      post.putObject("responses")
          .putObject("2XX")
          .put("description", "The event was received; anything else is tried again.");
    }
    return webhooks;
  }

  private static void header(ObjectNode parameter, String name, String description) {
    parameter
        .put("name", name)
        .put("in", "header")
        .put("required", true)
        .put("description", description)
        .putObject("schema")
        .put("type", "string");
  }

  private static ObjectNode envelope(EventType type) {
    ObjectNode schema = Json.object().put("type", "object").put("description", type.displayName());
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("spec_version").put("const", "1");
    properties.putObject("id").put("type", "string").put("pattern", "^evt_[0-9]+$");
    properties.putObject("object").put("const", type.object());
    properties.putObject("environment_id").put("type", "string");
    properties.putObject("occurred_at").put("type", "string").put("format", "date-time");
    if (!type.isOperational()) {
      properties.putObject("organization_id").put("type", "string");
    }
    properties.putObject("type").put("const", type.wireName());
    properties.set("data", Schemas.reference("event." + subject(type)));
    properties.fieldNames().forEachRemaining(schema.putArray("required")::add);
    properties.setAll(detail());
    return schema;
  }

  /// What the detailed form has beside the members of every payload.
  private static ObjectNode detail() {
    ObjectNode detail = Json.object();
    detail.putObject("timestamp").put("type", "string").put("format", "date-time");
    detail.putObject("display_name").put("type", "string");
    ObjectNode actor = detail.putObject("actor").put("type", "object").putObject("properties");
    actor.putObject("type").put("type", "string");
    actor.putObject("id").put("type", "string");
    detail.putObject("request_id").put("type", "string");
    detail.putObject("sequence").put("type", "integer").put("format", "int64");
    detail.putObject("previous_sequence").put("type", "integer").put("format", "int64");
    detail.forEach(
        member -> ((ObjectNode) member).put("description", "Only in the DETAILED form."));
    return detail;
  }

  /// The contract calls the object of an event about a domain its organization.
  private static String subject(EventType type) {
    return type.wireName().startsWith("organization.domain_") ? "Domain" : type.object();
  }

  private static ObjectNode resource() {
    try (InputStream in = EventSchemas.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      return Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
