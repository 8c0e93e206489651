package dev.ostiary.app.bench.api;

import dev.ostiary.app.bench.measure.Load;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Duration;

/// Organizations by the million, put into the database as if each had been created. Number n has
/// that id, and a name that ends in n.
final class Customers {
  private static final String FILL =
      """
      insert into organization (environment_id, id, display_name, region, external_id, metadata,
        features, update_time)
      select id, n, 'Customer ' || n, 'US', 'customer-' || n, '{}', '{}', now()
      from environment, generate_series(:from + 1, :to) as n
      """;

  private static final String COUNT =
      """
      insert into organization_count (environment_id, shard, count)
      select id, 0, :to - :from from environment
      on conflict (environment_id, shard) do update
      set count = organization_count.count + excluded.count
      """;

  /// About the size of an event of ours.
  private static final int EVENT_BYTES = 700;

  private final Database database;
  private long count;

  Customers(Database database) {
    this.database = database;
  }

  /// Adds as many as are missing. The index of words is made anew behind them, in a fraction of the
  /// time that entering them one by one would take.
  void fillTo(long wanted) {
    database.run(tx -> {
      tx.sql("set local statement_timeout = 0").run();
      tx.sql("set local maintenance_work_mem = '512MB'").run();
      String index =
          tx.sql("select pg_get_indexdef('organization_search'::regclass) as definition")
              .one(row -> row.text("definition"));
      tx.sql("drop index organization_search").run();
      tx.sql(FILL).bind("from", count).bind("to", wanted).run();
      tx.sql(index).run();
      tx.sql(COUNT).bind("from", count).bind("to", wanted).run();
    });
    database.run(tx -> tx.sql("analyze organization").run());
    count = wanted;
  }

  static OrganizationId id(long number) {
    return new OrganizationId(number);
  }

  /// What the database alone does when a connection is toggled: a lock, a change and an event.
  double bareChanges(Duration time) {
    return Load.during(
        time,
        ApiBench.CALLERS,
        number ->
            database.run(tx -> {
              tx.sql("update bench_state set changes = changes + 1 where id = :id")
                  .bind("id", number % ApiBench.CALLERS)
                  .run();
              tx.sql("insert into bench_event (payload) values (:payload)")
                  .bind("payload", new byte[EVENT_BYTES])
                  .run();
            }),
        done -> {});
  }

  /// Makes the tables of {@link #bareChanges}.
  void prepareBareChanges() {
    database.run(tx -> {
      tx.sql("create table bench_state (id bigint primary key, changes bigint not null)").run();
      tx.sql("create table bench_event (position bigserial primary key, payload bytea)").run();
      tx.sql("insert into bench_state select n, 0 from generate_series(0, :last) as n")
          .bind("last", ApiBench.CALLERS - 1)
          .run();
    });
  }
}
