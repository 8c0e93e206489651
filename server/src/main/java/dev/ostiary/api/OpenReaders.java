package dev.ostiary.api;

import dev.ostiary.platform.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts who waits at the end of the log. A waiting reader costs little, but not nothing, and a
/// client that has lost count of its own would otherwise never notice.
final class OpenReaders {
  /// Far more than one app needs: a reader for each of its processes is usual.
  static final int PER_CLIENT = 100;

  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  /// Counts one more.
  ///
  /// @return ends it; to be run once
  /// @throws Problem RESOURCE_EXHAUSTED
  Runnable enter(Caller caller) {
    String client = caller.cause().actorId();
    int now = open.merge(client, 1, Integer::sum);
    if (now > PER_CLIENT) {
      leave(client);
      throw new Problem(
          Problem.Kind.RESOURCE_EXHAUSTED,
          "this client has "
              + PER_CLIENT
              + " streams and waiting reads open; close those that nobody reads");
    }
    return () -> leave(client);
  }

  private void leave(String client) {
    open.computeIfPresent(client, (name, count) -> count == 1 ? null : count - 1);
  }
}
