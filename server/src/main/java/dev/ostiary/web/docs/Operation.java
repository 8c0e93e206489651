package dev.ostiary.web.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An operation and where it is found.
///
/// @param method of HTTP, or EVENT for what we send
/// @param path or the type of the event
record Operation(String method, String path, JsonNode json) {
  private static final String EVENT = "EVENT";

  static List<Operation> of(JsonNode document) {
    List<Operation> found = new ArrayList<>();
    for (var path : document.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        found.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
      }
    }
    for (var event : document.path("webhooks").properties()) {
      found.add(new Operation(EVENT, event.getKey(), event.getValue().path("post")));
    }
    return List.copyOf(found);
  }

  String id() {
    return json.path("operationId").asText();
  }

  String summary() {
    return json.path("summary").asText();
  }

  String tag() {
    return json.path("tags").path(0).asText();
  }

  boolean isServed() {
    return !json.path("deprecated").asBoolean();
  }
}
