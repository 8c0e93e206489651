package dev.ostiary.webhook;

import dev.ostiary.event.Event;

/// How an endpoint's events may overtake each other.
public enum Ordering {
  /// The events of one organization arrive strictly in order; a failed one holds back those behind
  /// it.
  PER_ORGANIZATION,

  /// Each event on its own; a failed one holds back nothing.
  NONE;

  /// The lane of an event: whatever shares it keeps its order. Ids of streams and of events are
  /// never equal, since all ids come from one kind of source.
  long lane(Event event) {
    return switch (this) {
      case PER_ORGANIZATION -> event.stream().number();
      case NONE -> event.id().number();
    };
  }
}
