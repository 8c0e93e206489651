package dev.ostiary.webhook;

import dev.ostiary.event.Event;

/// Which of an event's two payloads an endpoint gets.
public enum PayloadFormat {
  /// The contract's eight keys.
  STANDARD,

  /// The same, with actor, sequence numbers, previous attributes and more.
  DETAILED;

  byte[] body(Event event) {
    return switch (this) {
      case STANDARD -> event.payload();
      case DETAILED -> event.detailedPayload();
    };
  }
}
