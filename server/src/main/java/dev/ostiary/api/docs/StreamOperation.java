package dev.ostiary.api.docs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The one path of the API that no RPC stands behind: the log as server-sent events.
final class StreamOperation {
  /// Beside the calls that read the log.
  private static final String TAG = "Event log";

  private StreamOperation() {}

  static void add(ObjectNode paths) {
    ObjectNode operation = paths.putObject("/api/v1/events/stream").putObject("get");
    operation.put("operationId", "EventStream");
    operation.putArray("tags").add(TAG);
    operation.put("summary", "Stream events");
    operation.put(
        "description",
        "Server-sent events: `id` is the cursor, `event` the type, `data` the payload, byte for byte"
            + " what webhooks are sent.");
    ArrayNode parameters = operation.putArray("parameters");
    parameter(parameters, "query", "after", "The cursor to begin behind, or `latest`.");
    parameter(parameters, "query", "organization_id", "Only the events of this organization.");
    parameter(parameters, "query", "type", "Only events of this type; may be repeated.");
    parameter(parameters, "query", "format", "STANDARD or DETAILED.");
    parameter(parameters, "header", "Last-Event-ID", "The cursor of the last event that came.");
    ObjectNode responses = operation.putObject("responses");
    responses
        .putObject("200")
        .put("description", "A stream that ends after an hour at the latest.")
        .putObject("content")
        .putObject("text/event-stream")
        .putObject("schema")
        .put("type", "string");
    Refusals.add(responses);
  }

  private static void parameter(ArrayNode parameters, String in, String name, String text) {
    parameters
        .addObject()
        .put("name", name)
        .put("in", in)
        .put("description", text)
        .putObject("schema")
        .put("type", "string");
  }
}
