package dev.ostiary.app.bench.baseline;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.ostiary.platform.database.DatabaseConfig;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.concurrent.Executors;

/// A one-time task of db-scheduler for each request, its body as the task's data; tuned as its
/// documentation advises for throughput on PostgreSQL (lock and fetch).
public final class DbSchedulerBaseline implements Baseline {
  private static final int THREADS = 64;

  private static final double FETCH_AGAIN_BELOW = 1.0;
  private static final double FETCH_UP_TO = 4.0;

  /// As db-scheduler publishes it for PostgreSQL.
  private static final String SCHEMA =
      """
      drop table if exists scheduled_tasks;
      create table scheduled_tasks (
        task_name text not null,
        task_instance text not null,
        task_data bytea,
        execution_time timestamptz not null,
        picked boolean not null,
        picked_by text,
        last_success timestamptz,
        last_failure timestamptz,
        consecutive_failures int,
        last_heartbeat timestamptz,
        version bigint not null,
        priority smallint,
        state text,
        primary key (task_name, task_instance)
      );
      create index execution_time_idx on scheduled_tasks (execution_time);
      create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
      """;

  private static final String FILL =
      """
      insert into scheduled_tasks
        (task_name, task_instance, task_data, execution_time, picked, version)
      select 'webhook', n::text, ?, now(), false, 1 from generate_series(1, ?) as n
      """;

  private final Tables tables;
  private final Poster poster;
  private final byte[] body;
  private final Scheduler scheduler;

  public DbSchedulerBaseline(DatabaseConfig config, String url, byte[] body) {
    this.tables = new Tables(config, THREADS, SCHEMA);
    this.poster = new Poster(url);
    this.body = body.clone();
    OneTimeTask<byte[]> webhook =
        Tasks.oneTime("webhook", byte[].class).execute((task, context) -> deliver(task));
    this.scheduler =
        Scheduler.create(tables.source(), webhook)
            .threads(THREADS)
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .pollUsingLockAndFetch(FETCH_AGAIN_BELOW, FETCH_UP_TO)
            .pollingInterval(Duration.ofMillis(100))
            .serializer(new PlainBytes())
            .build();
  }

  @Override
  public String name() {
    return "db-scheduler";
  }

  private void deliver(TaskInstance<byte[]> task) {
    long event = Long.parseLong(task.getId());
    int status = poster.post(event, task.getData());
    tables.with(connection -> {
      Tables.record(connection, event, status);
      return true;
    });
  }

  @Override
  public void fill(long requests) {
    tables.with(connection -> {
      try (PreparedStatement insert = connection.prepareStatement(FILL)) {
        insert.setBytes(1, body);
        insert.setLong(2, requests);
        return insert.executeUpdate();
      }
    });
  }

  @Override
  public void start() {
    scheduler.start();
  }

  @Override
  public long recorded() {
    return tables.recorded();
  }

  @Override
  public void close() {
    scheduler.stop();
    poster.close();
    tables.close();
  }
}
