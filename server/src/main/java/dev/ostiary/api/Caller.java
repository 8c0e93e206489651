package dev.ostiary.api;

import dev.ostiary.event.Cause;
import dev.ostiary.platform.id.EnvironmentId;
import io.grpc.Context;

/// Who calls, and for which environment; known to every handler once the bearer check is passed.
record Caller(EnvironmentId environment, Cause cause) {
  static final Context.Key<Caller> KEY = Context.key("caller");

  /// Whether the call that this thread serves has one: those that are open to everybody have none.
  static boolean isKnown() {
    return KEY.get() != null;
  }

  /// The caller of the call that this thread serves.
  static Caller current() {
    return KEY.get();
  }
}
