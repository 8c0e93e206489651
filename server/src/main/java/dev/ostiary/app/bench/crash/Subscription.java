package dev.ostiary.app.bench.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import java.util.Collections;
import java.util.Locale;

/// The endpoints that are registered, each in its own way.
enum Subscription {
  /// Everything, in order.
  EVERYTHING(true, ""),
  /// Some types, in order.
  CONNECTIONS(true, "organization.sso_"),
  /// Everything, in any order.
  UNORDERED(false, "");

  /// Tried again every second, and often enough for any fault of the receiver to pass.
  private static final int RETRIES = 20;

  private static final int TIMEOUT_SECONDS = 2;

  private final boolean ordered;
  private final String prefix;

  Subscription(boolean ordered, String prefix) {
    this.ordered = ordered;
    this.prefix = prefix;
  }

  boolean ordered() {
    return ordered;
  }

  boolean wants(String type) {
    return type.startsWith(prefix);
  }

  String path() {
    return "/" + name().toLowerCase(Locale.ROOT);
  }

  ObjectNode registration(String receiver) {
    ObjectNode endpoint = Json.object();
    endpoint.put("url", receiver + path());
    endpoint.put("name", name());
    endpoint.put("timeout_seconds", TIMEOUT_SECONDS);
    endpoint.put("ordering", ordered ? "PER_ORGANIZATION" : "NONE");
    var delays = endpoint.putArray("retry_delays_seconds");
    Collections.nCopies(RETRIES, 1).forEach(delays::add);
    if (!prefix.isEmpty()) {
      endpoint
          .putArray("event_types")
          .add("organization.sso_created")
          .add("organization.sso_enabled")
          .add("organization.sso_disabled")
          .add("organization.sso_deleted");
    }
    return endpoint;
  }
}
