package dev.ostiary.event;

import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.IdSource;
import java.time.Instant;
import java.time.InstantSource;

/// What a feature needs to write down what it did: the time, the id of the next event, and the log.
public final class LogWriter {
  private final EventLog log;
  private final IdSource ids;
  private final InstantSource clock;

  public LogWriter(EventLog log, IdSource ids, InstantSource clock) {
    this.log = log;
    this.ids = ids;
    this.clock = clock;
  }

  public Instant now() {
    return clock.instant();
  }

  public EventId nextId() {
    return new EventId(ids.next());
  }

  /// Appends to the log as part of `tx`.
  public void append(Tx tx, NewEvent event) {
    log.appendLater(tx, event);
  }

  /// The contract's form of a point in time, for members of `data`.
  public static String time(Instant instant) {
    return Payload.time(instant);
  }
}
