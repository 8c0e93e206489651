package dev.ostiary.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.event.EventType;

/// What a transition of a connection yields. A refusal is no change: it is thrown.
sealed interface Change {
  /// The connection, as it is after the change.
  Connection connection();

  /// It was so already: nothing is saved, nobody is told.
  record Unchanged(Connection connection) implements Change {}

  /// The configuration is another one, which the contract has no event for.
  record Configured(Connection connection) implements Change {}

  /// The connection went on or off.
  ///
  /// @param previousAttributes what the changed members of the event's data were before
  record Toggled(Connection connection, EventType event, ObjectNode previousAttributes)
      implements Change {}
}
