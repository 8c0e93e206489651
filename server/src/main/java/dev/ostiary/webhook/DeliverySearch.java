package dev.ostiary.webhook;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The SQL of looking through an endpoint's deliveries. A status is computed from the attempts, and
/// few events may fit a filter, so one look goes through a stretch of the log and no further; what
/// was not looked through is on a later page.
final class DeliverySearch {
  /// How many positions one look goes through: some milliseconds.
  static final long STRETCH = 20_000;

  /// The same when the attempts of each have to be looked at.
  static final long STRETCH_WITH_ATTEMPTS = 2_000;

  /// How many attempts in vain one look goes through.
  private static final int FAILURES = 500;

  /// Nobody waits for a count that goes on into the millions.
  private static final int COUNT_LIMIT = 10_000;

  private static final String NEWEST = "select coalesce(max(position), 0) as position from event";

  private static final String OLDEST_FAILURES =
      """
      select count(*) as found, coalesce(min(position), 0) as position from (
        select position from webhook_attempt
        where endpoint_id = :endpoint and outcome <> 'SUCCESS' and position < :edge
        order by position desc
        limit :limit
      ) latest
      """;

  private static final String NEWEST_FAILURES =
      """
      select count(*) as found, coalesce(max(position), 0) as position from (
        select position from webhook_attempt
        where endpoint_id = :endpoint and outcome <> 'SUCCESS' and position > :edge
        order by position
        limit :limit
      ) next
      """;

  private static final String LAST_UP_TO =
      """
      select occurred_at from event
      where environment_id = :environment and position <= :position
      order by position desc
      limit 1
      """;

  /// What these states imply, so that the few attempts in vain are where the search begins.
  private static final String IN_VAIN =
      """
      and e.position in (
        select position from webhook_attempt
        where endpoint_id = :endpoint and outcome <> 'SUCCESS'
          and position > :above and position < :below)
      """;

  private final EnvironmentId environment;
  private final EndpointId endpoint;
  private final Deliveries.Filter filter;

  DeliverySearch(EnvironmentId environment, EndpointId endpoint, Deliveries.Filter filter) {
    this.environment = environment;
    this.endpoint = endpoint;
    this.filter = filter;
  }

  /// What one look goes through.
  ///
  /// @param above the position below it
  /// @param below the position above it
  /// @param reached where the next look begins; null when there is nothing more
  private record Stretch(long above, long below, @Nullable Long reached) {}

  Page<Delivery> page(Tx tx, Page.Request page) {
    Stretch stretch = page.newer() ? newer(tx, page.boundary()) : older(tx, page.boundary());
    String order = page.newer() ? "order by e.position" : "order by e.position desc";
    List<Delivery> found =
        bound(
                tx.sql(
                    Deliveries.COLUMNS + Deliveries.DELIVERIES + where() + order + " limit :limit"),
                stretch)
            .bind("limit", page.fetchSize())
            .list(Deliveries::delivery);
    long total = page.counted() ? count(tx) : 0;
    return page.page(found, Delivery::position, total, stretch.reached());
  }

  /// How many of the first look fit.
  private long count(Tx tx) {
    String all =
        (filter.status() == null ? Deliveries.WHETHER_TRIED_OR_NOT : Deliveries.DELIVERIES)
            + where();
    return bound(
            tx.sql("select count(*) as total from (select 1 " + all + "limit :limit) few"),
            older(tx, Long.MAX_VALUE))
        .bind("limit", COUNT_LIMIT)
        .one(row -> row.number("total"));
  }

  /// Says nothing of what is not asked for, so that the planner sees which index serves.
  private String where() {
    StringBuilder sql = new StringBuilder("and e.position > :above and e.position < :below ");
    if (!filter.eventTypes().isEmpty()) {
      sql.append("and e.type = any(:types) ");
    }
    if (filter.organization() != null) {
      sql.append("and e.stream_id = :organization ");
    }
    if (filter.startTime() != null) {
      sql.append("and e.occurred_at >= :start_time ");
    }
    if (filter.endTime() != null) {
      sql.append("and e.occurred_at < :end_time ");
    }
    if (filter.status() != null) {
      sql.append("and s.status = :status ");
    }
    return isInVain() ? sql + IN_VAIN : sql.toString();
  }

  private boolean isInVain() {
    return filter.status() == Delivery.Status.RETRYING
        || filter.status() == Delivery.Status.EXHAUSTED;
  }

  private Stretch older(Tx tx, long edge) {
    if (filter.organization() != null) {
      return new Stretch(0, edge, null); // found by its own index, and few
    }
    long below = Math.min(edge, newest(tx) + 1);
    if (isInVain()) {
      long oldest = failure(tx, OLDEST_FAILURES, below);
      return oldest == 0 ? new Stretch(0, below, null) : new Stretch(oldest - 1, below, oldest);
    }
    long above = Math.max(0, below - length() - 1);
    return new Stretch(above, below, goesOn(tx, above) ? above + 1 : null);
  }

  private Stretch newer(Tx tx, long edge) {
    if (filter.organization() != null) {
      return new Stretch(edge, Long.MAX_VALUE, null);
    }
    if (isInVain()) {
      long newest = failure(tx, NEWEST_FAILURES, edge);
      return newest == 0
          ? new Stretch(edge, Long.MAX_VALUE, null)
          : new Stretch(edge, newest + 1, newest);
    }
    long below = edge + length() + 1;
    return new Stretch(edge, below, below <= newest(tx) ? below - 1 : null);
  }

  private static long newest(Tx tx) {
    return tx.sql(NEWEST).one(row -> row.number("position"));
  }

  private long length() {
    return filter.status() == null ? STRETCH : STRETCH_WITH_ATTEMPTS;
  }

  /// Up to where one look at the attempts in vain goes; 0 when it goes to their end.
  private long failure(Tx tx, String sql, long edge) {
    return tx.sql(sql)
        .bind("endpoint", endpoint)
        .bind("edge", edge)
        .bind("limit", FAILURES)
        .one(row -> row.number("found") < FAILURES ? 0 : row.number("position"));
  }

  /// Whether anything that may fit lies at or below a position.
  private boolean goesOn(Tx tx, long position) {
    Instant start = filter.startTime();
    return tx.sql(LAST_UP_TO)
        .bind("environment", environment)
        .bind("position", position)
        .find(row -> row.instant("occurred_at"))
        .filter(last -> start == null || !last.isBefore(start))
        .isPresent();
  }

  private Sql bound(Sql sql, Stretch stretch) {
    Sql bound =
        Deliveries.bound(sql, environment, endpoint)
            .bind("above", stretch.above())
            .bind("below", stretch.below());
    if (!filter.eventTypes().isEmpty()) {
      bound = bound.bindArray("types", "text", filter.eventTypes().toArray(String[]::new));
    }
    if (filter.organization() != null) {
      bound = bound.bind("organization", filter.organization());
    }
    if (filter.startTime() != null) {
      bound = bound.bind("start_time", filter.startTime());
    }
    if (filter.endTime() != null) {
      bound = bound.bind("end_time", filter.endTime());
    }
    return filter.status() == null ? bound : bound.bind("status", filter.status().name());
  }
}
