package dev.ostiary.event;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.Id;
import dev.ostiary.platform.id.OrganizationId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The append-only log of everything that happened. To append takes a transaction, so an event and
/// the change it tells of are committed together or not at all; there is no other way in.
public final class EventLog {
  /// Nobody waits for a count that goes on into the millions.
  private static final int COUNT_LIMIT = 10_000;

  private final Database database;
  private final LogTail tail;
  private final EventStore store = new EventStore();
  private volatile Runnable onAppend = () -> {};

  /// @param tail is given each event right after its commit, on the committing thread
  public EventLog(Database database, LogTail tail) {
    this.database = database;
    this.tail = tail;
  }

  /// Appends an event to the log as part of `tx`.
  public Event append(Tx tx, NewEvent event) {
    return append(tx, event, null).get();
  }

  /// The same for who need not know its place in the log: it leaves with the commit, so that the
  /// stream is held for one round trip only.
  public void appendLater(Tx tx, NewEvent event) {
    var _ = append(tx, event, null);
  }

  /// Appends an event that tells of nothing: one endpoint is sent it, and nobody else ever sees it.
  public Event appendTest(Tx tx, NewEvent event, EndpointId recipient) {
    return append(tx, event, recipient).get();
  }

  private Asked<Event> append(Tx tx, NewEvent event, @Nullable EndpointId recipient) {
    Asked<Event> appended =
        store.append(tx, event, recipient, Payload.of(event, recipient != null));
    tx.afterCommit(() -> {
      tail.offer(appended.get());
      onAppend.run();
    });
    return appended;
  }

  /// Runs `action` after every commit that appended; it must be quick and must not throw.
  public void onAppend(Runnable action) {
    onAppend = action;
  }

  /// Events of an environment in log order, behind `after` and not beyond `upTo`, which must not
  /// lie beyond {@link LogTail#horizon()}: past that a late commit could still appear.
  public List<Event> page(EnvironmentId environment, long after, long upTo, int limit) {
    return database.transact(tx -> store.page(tx, environment, after, upTo, limit));
  }

  /// Events of one stream in order, behind sequence `after`. Needs no horizon: within a stream
  /// nothing can appear before what is visible.
  public List<Event> lane(EnvironmentId environment, Id stream, long after, int limit) {
    return lane(environment, stream.number(), after, limit);
  }

  /// The same, of the stream with this number.
  public List<Event> lane(EnvironmentId environment, long stream, long after, int limit) {
    return database.transact(tx -> store.lane(tx, environment, stream, after, limit));
  }

  /// The last event of each of these organizations; those without one are left out.
  public Map<OrganizationId, Event> latest(
      EnvironmentId environment, Collection<OrganizationId> organizations) {
    long[] numbers = organizations.stream().mapToLong(OrganizationId::number).toArray();
    return database.transact(tx -> store.latest(tx, environment, numbers)).stream()
        .collect(
            Collectors.toUnmodifiableMap(
                event -> Objects.requireNonNull(event.organization()), Function.identity()));
  }

  public Optional<Event> find(EnvironmentId environment, EventId id) {
    return database.transact(tx -> store.find(tx, environment, id));
  }

  /// Events newest first. The total counts no further than 10 000.
  public Page<Event> search(EnvironmentId environment, EventSearch search, Page.Request request) {
    return database.transact(tx ->
        request.page(
            store.search(tx, environment, search, request),
            Event::position,
            store.count(tx, environment, search, COUNT_LIMIT)));
  }

  /// The number of an organization's last event as `tx` sees it; 0 before its first.
  public long sequence(Tx tx, EnvironmentId environment, OrganizationId organization) {
    return store.sequence(tx, environment, organization);
  }

  /// The events at these positions, in log order; those that are not there are left out.
  public List<Event> at(long[] positions) {
    return database.transact(tx -> store.at(tx, positions));
  }

  /// The end of the log as `tx` will leave it: whatever is appended by a transaction that commits
  /// after `tx` gets a later position. Holds back every writer until `tx` ends, so it is for rare
  /// occasions.
  public long end(Tx tx) {
    return store.end(tx);
  }
}
