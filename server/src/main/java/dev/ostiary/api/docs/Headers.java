package dev.ostiary.api.docs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// The headers that mean the same at every operation.
final class Headers {
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  static final String IF_MATCH = "If-Match";
  static final String ETAG = "ETag";
  static final String REPLAYED = "Idempotency-Replayed";
  static final String REQUEST_ID = "X-Request-Id";
  static final String RETRY_AFTER = "Retry-After";

  private static final Map<String, String> ASKED =
      inOrder(
          IDEMPOTENCY_KEY,
          "Makes the change once, however often it is sent with this key: who sends it again gets"
              + " the first answer.",
          IF_MATCH,
          "Makes the change only while the object has this `ETag`.");

  private static final Map<String, String> TOLD =
      inOrder(
          REQUEST_ID,
          "The name of this request, which the server's log knows it by; the caller's own if it"
              + " sent one.",
          ETAG,
          "The version of the object.",
          REPLAYED,
          "`true` when this is the answer to an earlier request with the same `Idempotency-Key`.",
          RETRY_AFTER,
          "How many seconds to wait.");

  private Headers() {}

  private static Map<String, String> inOrder(String... namesAndWords) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndWords.length; i += 2) {
      map.put(namesAndWords[i], namesAndWords[i + 1]);
    }
    return map;
  }

  static ObjectNode parameter(String name) {
    return Json.object().put("$ref", "#/components/parameters/" + name);
  }

  static ObjectNode header(String name) {
    return Json.object().put("$ref", "#/components/headers/" + name);
  }

  static ObjectNode parameters() {
    ObjectNode parameters = Json.object();
    ASKED.forEach((name, words) ->
        text(parameters.putObject(name).put("name", name).put("in", "header"), words));
    return parameters;
  }

  static ObjectNode components() {
    ObjectNode headers = Json.object();
    TOLD.forEach((name, words) -> text(headers.putObject(name), words));
    return headers;
  }

  private static void text(ObjectNode header, String words) {
    header.put("description", words).putObject("schema").put("type", "string");
  }
}
