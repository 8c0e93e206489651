package dev.ostiary.webhook;

import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drops events and attempts once they are old, and nothing that is still needed: an event that
/// lies before an endpoint's cursor, in a parked lane or in a running replay stays however old it
/// is, unless the operator has said for how long a disabled endpoint is waited for.
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private static final Duration INTERVAL = Duration.ofHours(1);

  /// Rows in one transaction: some tens of milliseconds.
  private static final int PAGE = 5_000;

  /// The last event stays: where the log ends is known by it.
  private static final String DROP_EVENTS =
      """
      with oldest as (
        select position, occurred_at from event
        where position > :after
        order by position
        limit :page
      ), dropped as (
        delete from event e
        using oldest o
        where e.position = o.position and o.occurred_at < :cutoff
          and e.position < (select max(position) from event)
          and not exists (
            select 1 from webhook_cursor c
            join webhook_endpoint p on p.id = c.endpoint_id and waited.for
            where c.environment_id = e.environment_id and c.position < e.position)
          and not exists (
            select 1 from webhook_parked_lane l
            join webhook_endpoint p on p.id = l.endpoint_id and waited.for
            where l.stream_id = e.stream_id and l.settled_sequence < e.sequence)
          and not exists (
            select 1 from webhook_replay r
            join webhook_endpoint p on p.id = r.endpoint_id and waited.for
            where r.environment_id = e.environment_id and r.state = 'RUNNING'
              and r.position < e.position and r.end_position >= e.position)
      )
      select coalesce(max(position), 0) as last,
        coalesce(count(*) = :page and bool_and(occurred_at < :cutoff), false) as more
      from oldest
      """
          .replace("waited.for", "(p.enabled or p.update_time >= :touched)");

  /// What an endpoint has settled beyond its cursor is known by its attempts alone.
  private static final String DROP_ATTEMPTS =
      """
      delete from webhook_attempt
      where ctid = any(array(
        select a.ctid from webhook_attempt a
        where a.start_time < :cutoff and not exists (
          select 1 from webhook_cursor c
          where c.endpoint_id = a.endpoint_id and c.position < a.position)
        limit :page))
      """;

  private final Database database;
  private final InstantSource clock;
  private final Executor executor;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile @Nullable Periods periods;
  private Instant next = Instant.EPOCH;

  Retention(Webhooks.Tools tools) {
    this.database = tools.database();
    this.clock = tools.clock();
    this.executor = tools.executor();
  }

  /// How long is kept what.
  ///
  /// @param events and attempts that nobody needs any more
  /// @param disabled how long an endpoint holds events back that is disabled and that nobody has
  ///   changed; null for as long as it takes
  public record Periods(Duration events, @Nullable Duration disabled) {
    private Instant cutoff(Instant now) {
      return now.minus(events);
    }

    private Instant touched(Instant now) {
      return disabled == null ? Instant.EPOCH : now.minus(disabled);
    }
  }

  /// From now on drops what is older than this; before, nothing is dropped.
  public void keep(Periods newPeriods) {
    periods = newPeriods;
  }

  /// How long is kept what; null for good.
  public @Nullable Periods kept() {
    return periods;
  }

  /// Begins to clear up when it is time; called at every round.
  void round() {
    Periods kept = periods;
    Instant now = clock.instant();
    if (kept != null && !now.isBefore(next) && running.compareAndSet(false, true)) {
      next = now.plus(INTERVAL);
      executor.execute(() -> clear(kept, now));
    }
  }

  private void clear(Periods kept, Instant now) {
    Instant cutoff = kept.cutoff(now);
    try {
      Swept swept = new Swept(0, true);
      while (swept.more()) {
        long after = swept.last();
        swept = database.transact(tx -> dropEvents(tx, after, cutoff, kept.touched(now)));
      }
      while (database.transact(tx -> dropAttempts(tx, cutoff)) == PAGE) {
        // there may be more
      }
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("old events not dropped");
    } finally {
      running.set(false);
    }
  }

  /// @param last the position of the last event that was looked at
  private record Swept(long last, boolean more) {}

  private static Swept dropEvents(Tx tx, long after, Instant cutoff, Instant touched) {
    return tx.sql(DROP_EVENTS)
        .bind("after", after)
        .bind("page", PAGE)
        .bind("cutoff", cutoff)
        .bind("touched", touched)
        .one(row -> new Swept(row.number("last"), row.flag("more")));
  }

  private static int dropAttempts(Tx tx, Instant cutoff) {
    return tx.sql(DROP_ATTEMPTS).bind("cutoff", cutoff).bind("page", PAGE).run();
  }
}
