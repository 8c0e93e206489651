package dev.ostiary.webhook;

import dev.ostiary.event.EventType;
import dev.ostiary.platform.database.Sql;

/// {@link Endpoint#wants} as a condition in SQL.
final class Wanted {
  /// Whether the endpoint `p` is sent the event `e`.
  static final String EVENT =
      """
      case when e.recipient is null
        then e.stream_id <> p.id and e.type = any(case when cardinality(p.event_types) = 0
          then :everybody else p.event_types end)
        else e.recipient = p.id end
      """;

  private Wanted() {}

  /// A statement with that condition.
  static Sql bound(Sql sql) {
    return sql.bindArray("everybody", "text", EventType.ofEverybody().toArray(String[]::new));
  }
}
