package dev.ostiary.event;

import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The log for readers that keep their own cursor: a page at a time, and word when there is more.
/// No reader is ever given what lies beyond the horizon, so none can pass an event that is not yet
/// committed. One that waits holds neither a thread nor a database connection.
public final class LogReader implements AutoCloseable {
  /// How many positions one read looks through, whatever its filter: some tens of milliseconds.
  static final long WINDOW = 50_000;

  private final Database database;
  private final LogTail tail;
  private final Executor executor;
  private final EventStore store = new EventStore();
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// @param executor runs what waiting readers do when they are woken
  public LogReader(Database database, LogTail tail, Executor executor) {
    this.database = database;
    this.tail = tail;
    this.executor = executor;
    tail.onAdvance(this::advanced);
  }

  /// A stretch of the log.
  ///
  /// @param cursor where to read on: nothing that passes the filter lies between the events and it
  /// @param more whether there is more to read at once
  public record Stretch(List<Event> events, long cursor, boolean more) {}

  /// Reads on from a cursor.
  public Stretch read(EnvironmentId environment, long after, LogFilter filter, int limit) {
    long horizon = tail.horizon();
    if (after >= horizon) {
      return new Stretch(List.of(), after, false);
    }
    long upTo = Math.min(horizon, after + WINDOW);
    List<Event> events =
        database.transact(tx -> store.read(tx, environment, after, upTo, filter, limit));
    return events.size() < limit
        ? new Stretch(events, upTo, upTo < horizon)
        : new Stretch(events, events.getLast().position(), true);
  }

  /// The cursor of a reader that wants only what happens from now on.
  public long latest() {
    return tail.horizon();
  }

  /// Runs `wake` once, as soon as something that passes the filter may be read behind `after`, or
  /// when the server stops.
  public Waiting await(EnvironmentId environment, long after, LogFilter filter, Runnable wake) {
    Waiting reader = new Waiting(environment, after, filter, wake);
    waiting.add(reader);
    if (!tail.subscribe(environment, after, reader.listener)) {
      reader.wanted = 0; // it cannot be told of everything, so the next move will do
    }
    if (closed) {
      reader.wake();
    } else {
      reader.check(tail.horizon());
    }
    return reader;
  }

  /// Whether the server stops: who is woken now ends instead of waiting again.
  public boolean closed() {
    return closed;
  }

  private void advanced() {
    long horizon = tail.horizon();
    waiting.forEach(reader -> reader.check(horizon));
  }

  /// Wakes every reader, for good.
  @Override
  public void close() {
    closed = true;
    waiting.forEach(Waiting::wake);
  }

  /// A reader that waits at the end of the log.
  public final class Waiting {
    private final EnvironmentId environment;
    private final long after;
    private final LogFilter filter;
    private final Runnable wake;
    private final Consumer<Event> listener = this::offered;
    private final AtomicBoolean done = new AtomicBoolean();

    /// The first position that is known to pass the filter; it counts once it is settled.
    private volatile long wanted = Long.MAX_VALUE;

    private Waiting(EnvironmentId environment, long after, LogFilter filter, Runnable wake) {
      this.environment = environment;
      this.after = after;
      this.filter = filter;
      this.wake = wake;
    }

    private void offered(Event event) {
      if (filter.matches(event)) {
        wanted = Math.min(wanted, event.position());
      }
    }

    private void check(long horizon) {
      if (horizon > after && wanted <= horizon) {
        wake();
      }
    }

    private void wake() {
      if (end()) {
        executor.execute(wake);
      }
    }

    /// Waits no longer.
    ///
    /// @return false when it was woken or had ended before
    public boolean end() {
      if (!done.compareAndSet(false, true)) {
        return false;
      }
      waiting.remove(this);
      tail.unsubscribe(environment, listener);
      return true;
    }
  }
}
