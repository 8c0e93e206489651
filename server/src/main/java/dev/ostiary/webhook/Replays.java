package dev.ostiary.webhook;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.ReplayId;
import java.time.Instant;
import java.time.InstantSource;

/// Sends events again: those that were exhausted, or that happened before an endpoint existed,
/// while it was disabled, or before it was interested. What is still on its way is left to
/// delivery.
public final class Replays {
  /// Each reads the log on its own; more of them at one endpoint are a mistake.
  static final int MOST_RUNNING = 10;

  private static final String RUNNING =
      """
      select count(*) as running from webhook_replay
      where environment_id = :environment and endpoint_id = :endpoint and state = 'RUNNING'
      """;

  private final Database database;
  private final ReplayStore store;
  private final Deliveries deliveries;
  private final IdSource ids;
  private final InstantSource clock;

  Replays(Webhooks.Tools tools, ReplayStore store, Deliveries deliveries) {
    this.database = tools.database();
    this.store = store;
    this.deliveries = deliveries;
    this.ids = tools.ids();
    this.clock = tools.clock();
  }

  /// How many events a replay with this filter would send if it were made now.
  public long count(EnvironmentId environment, EndpointId endpoint, Replay.Filter filter) {
    return database.transact(
        tx -> store.count(tx, environment, endpoint, filter, span(tx, environment, endpoint)));
  }

  /// Makes a replay of everything that matches and lies behind the endpoint now. It begins at once,
  /// or when the endpoint is enabled.
  public Replay create(
      EnvironmentId environment, EndpointId endpoint, Replay.Filter filter, int perSecond) {
    Replay.requirePace(perSecond);
    return database.transact(tx -> {
      Replay.Span span = span(tx, environment, endpoint);
      return insert(tx, environment, endpoint, filter, perSecond, span);
    });
  }

  /// Sends one event again, as a replay of it alone.
  public Replay resend(EnvironmentId environment, EndpointId endpoint, EventId event) {
    return database.transact(tx -> {
      Replay.Span span = span(tx, environment, endpoint);
      long position = deliveries.position(tx, environment, event);
      Replay.Span one = new Replay.Span(position - 1, position);
      if (position > span.end()
          || store.count(tx, environment, endpoint, Replay.Filter.none(), one) == 0) {
        throw Problem.precondition(
            event
                + " cannot be sent again: it is still on its way to "
                + endpoint
                + ", of a type that the endpoint does not ask for, or a test");
      }
      return insert(
          tx, environment, endpoint, Replay.Filter.none(), Replay.DEFAULT_PER_SECOND, one);
    });
  }

  private Replay insert(
      Tx tx,
      EnvironmentId environment,
      EndpointId endpoint,
      Replay.Filter filter,
      int perSecond,
      Replay.Span span) {
    long running =
        tx.sql(RUNNING)
            .bind("environment", environment)
            .bind("endpoint", endpoint)
            .one(row -> row.number("running"));
    if (running >= MOST_RUNNING) {
      throw Problem.precondition(
          "found "
              + running
              + " replays that run for "
              + endpoint
              + ", expected fewer than "
              + MOST_RUNNING
              + "; cancel one or let it end");
    }
    Instant now = clock.instant();
    Replay replay =
        new Replay(
            environment,
            new ReplayId(ids.next()),
            endpoint,
            filter,
            perSecond,
            Replay.State.RUNNING,
            span,
            store.count(tx, environment, endpoint, filter, span),
            0,
            0,
            0,
            now);
    store.insert(tx, replay);
    return replay;
  }

  private Replay.Span span(Tx tx, EnvironmentId environment, EndpointId endpoint) {
    return new Replay.Span(
        0,
        store
            .reached(tx, environment, endpoint)
            .orElseThrow(() -> Problem.notFound("webhook endpoint", endpoint)));
  }

  public Replay get(EnvironmentId environment, EndpointId endpoint, ReplayId id) {
    return database.transact(tx -> find(tx, environment, endpoint, id));
  }

  private Replay find(Tx tx, EnvironmentId environment, EndpointId endpoint, ReplayId id) {
    return store
        .find(tx, environment, endpoint, id)
        .orElseThrow(() -> Problem.notFound("replay", id));
  }

  /// The replays of an endpoint, newest first.
  public Page<Replay> list(EnvironmentId environment, EndpointId endpoint, Page.Request page) {
    return database.transact(tx -> {
      span(tx, environment, endpoint);
      return store.list(tx, environment, endpoint, page);
    });
  }

  /// Ends a replay where it stands; does nothing when it has ended.
  public Replay cancel(EnvironmentId environment, EndpointId endpoint, ReplayId id) {
    return database.transact(tx -> {
      store.cancel(tx, find(tx, environment, endpoint, id), clock.instant());
      return find(tx, environment, endpoint, id);
    });
  }
}
