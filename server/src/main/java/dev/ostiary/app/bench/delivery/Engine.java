package dev.ostiary.app.bench.delivery;

import dev.ostiary.environment.Environments;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.webhook.EndpointSettings;
import dev.ostiary.webhook.Webhooks;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The log and the delivery of one environment, wired as in the server, with nothing above them.
final class Engine implements AutoCloseable {
  private static final int MACHINE = 1;

  static final InstantSource CLOCK = InstantSource.system();
  private static final IdSource IDS = new IdSource(CLOCK, MACHINE);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Database database;
  private final OutboundClient client;
  private final Webhooks webhooks;
  private final EnvironmentId environment;
  private final Writer writer;
  private final List<EndpointId> endpoints = new ArrayList<>();
  private boolean started;

  /// @param name tells apart the engines of one database
  Engine(Database database, OutboundClient client, String name) {
    this.database = database;
    this.client = client;
    LogTail tail = new LogTail(database);
    EventLog log = new EventLog(database, tail);
    SecureRandom random = new SecureRandom();
    webhooks =
        Webhooks.assemble(
            new Webhooks.Tools(
                database, IDS, CLOCK, executor, new RandomText(random), new Random(), MACHINE),
            log,
            tail,
            new Sealer(MasterKey.generate(random), random),
            client);
    environment =
        new Environments(database, IDS).create(name, URI.create("https://" + name + ".test")).id();
    writer = new Writer(database, log, environment, MACHINE, webhooks.dispatcher()::wake);
  }

  EnvironmentId environment() {
    return environment;
  }

  /// Appends in the same process.
  Writer writer() {
    return writer;
  }

  /// Registers endpoints that get whatever is appended from now on.
  void endpoints(int count, String url) {
    EndpointSettings settings = EndpointSettings.defaults(client.parse("url", url), "bench");
    for (int i = 0; i < count; i++) {
      endpoints.add(webhooks.endpoints().create(environment, settings, true).endpoint().id());
    }
  }

  /// Begins to deliver, as a server that comes back to whatever is in the log.
  void start() {
    started = true;
    webhooks.dispatcher().start();
  }

  static EventId nextId() {
    return new EventId(IDS.next());
  }

  /// Puts events into the log by one statement, as if each had been appended: a backlog.
  void fill(long events) {
    Event sample = writer.append(0, nextId(), () -> {});
    database.run(tx -> {
      tx.sql("set local statement_timeout = 0").run();
      tx.sql(
              """
              insert into event (environment_id, id, stream_id, sequence, type, occurred_at,
                payload, detail)
              select environment_id, id + n, :first_stream + (n - 1) % :streams,
                (n - 1) / :streams + 1, type, occurred_at, payload, detail
              from event, generate_series(1, :events - 1) as n
              where environment_id = :environment and id = :sample
              """)
          .bind("environment", environment)
          .bind("sample", sample.id())
          .bind("first_stream", environment.number() + 1 + Writer.ORGANIZATIONS)
          .bind("streams", Writer.ORGANIZATIONS)
          .bind("events", events)
          .run();
      tx.sql(
              """
              insert into event_stream (stream_id, environment_id, sequence)
              select stream_id, environment_id, max(sequence) from event
              where environment_id = :environment
              group by stream_id, environment_id
              on conflict do nothing
              """)
          .bind("environment", environment)
          .run();
    });
  }

  /// Whether every endpoint's cursor stands at the end of the log: all is delivered and recorded.
  boolean allRecorded() {
    return database.transact(tx ->
        tx.sql(
                """
                select count(*) as behind from webhook_cursor
                where environment_id = :environment
                  and position < (select max(position) from event
                    where environment_id = :environment)
                """)
            .bind("environment", environment)
            .one(row -> row.number("behind")))
        == 0;
  }

  /// How many attempts are in the database, successful and other.
  Map<Boolean, Long> attempts() {
    return database.transact(tx ->
        tx.sql(
                """
                select count(*) filter (where outcome = 'SUCCESS') as good,
                  count(*) filter (where outcome <> 'SUCCESS') as bad
                from webhook_attempt where environment_id = :environment
                """)
            .bind("environment", environment)
            .one(row -> Map.of(true, row.number("good"), false, row.number("bad"))));
  }

  /// Stops delivering and removes the endpoints.
  @Override
  public void close() {
    try {
      if (started) {
        webhooks.dispatcher().stop();
      }
      endpoints.forEach(endpoint -> webhooks.endpoints().delete(environment, endpoint));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      writer.close();
      executor.shutdownNow();
    }
  }
}
