package dev.ostiary.event;

import dev.ostiary.platform.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts who waits at the end of the log. A waiting reader costs little, but not nothing, and a
/// client that has lost count of its own would otherwise never notice.
public final class OpenReaders {
  private final Map<String, Integer> open = new ConcurrentHashMap<>();
  private final int limit;

  /// @param limit how many each may have
  public OpenReaders(int limit) {
    this.limit = limit;
  }

  /// Counts one more.
  ///
  /// @param reader whose it is
  /// @return ends it; to be run once
  /// @throws Problem RESOURCE_EXHAUSTED
  public Runnable enter(String reader) {
    int now = open.merge(reader, 1, Integer::sum);
    if (now > limit) {
      leave(reader);
      throw new Problem(
          Problem.Kind.RESOURCE_EXHAUSTED,
          reader
              + " has "
              + limit
              + " streams and waiting reads open; close those that nobody reads");
    }
    return () -> leave(reader);
  }

  private void leave(String reader) {
    open.computeIfPresent(reader, (name, count) -> count == 1 ? null : count - 1);
  }
}
