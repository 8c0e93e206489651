package dev.ostiary.webhook;

import dev.ostiary.event.Cause;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.NewEvent;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.outbound.AddressPolicy;
import dev.ostiary.platform.outbound.Cidr;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A node that delivers, on a real database and a clock that only the test moves. Several of them
/// may share one database, as nodes do.
final class DeliveryWorld implements AutoCloseable {
  static final EnvironmentId ENVIRONMENT = new EnvironmentId(1);
  private static final SecureRandom RANDOM = new SecureRandom();
  static final MasterKey KEY = MasterKey.generate(RANDOM);

  final SettableClock clock;
  final Database database;
  final EventLog log;
  final LogTail tail;
  final Webhooks webhooks;
  private final IdSource ids;
  private final OutboundClient client;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  DeliveryWorld(DatabaseConfig config, SettableClock clock, int machine) {
    this.clock = clock;
    this.database = Database.open(config);
    database.run(tx ->
        tx.sql(
                "insert into environment (id, name, url, authority)"
                    + " values (:id, 'test', 'http://test', 'test')"
                    + " on conflict do nothing")
            .bind("id", ENVIRONMENT)
            .run());
    this.ids = new IdSource(clock, machine);
    this.tail = new LogTail(database);
    this.log = new EventLog(database, tail);
    this.client =
        OutboundClient.start(
            new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List.of()),
            "Ostiary-Test",
            List.of());
    this.webhooks =
        Webhooks.assemble(
            new Webhooks.Tools(
                database, ids, clock, executor, new RandomText(RANDOM), new Random(1), machine),
            log,
            tail,
            new Sealer(KEY, RANDOM),
            client);
    webhooks.dispatcher().start();
  }

  static DeliveryWorld alone() {
    return new DeliveryWorld(
        TestDatabase.freshConfig(),
        new SettableClock(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS)),
        1);
  }

  EndpointSettings settings(String url) {
    return new EndpointSettings(
        client.parse("url", url),
        "test",
        "",
        Set.of(),
        Duration.ofSeconds(5),
        Ordering.PER_ORGANIZATION,
        PayloadFormat.STANDARD,
        Map.of(),
        RetrySchedule.DEFAULT);
  }

  Endpoint endpoint(String url) {
    return webhooks.endpoints().create(ENVIRONMENT, settings(url), true).endpoint();
  }

  Event append(long organization) {
    return append(organization, EventType.SSO_ENABLED);
  }

  Event append(long organization, EventType type) {
    NewEvent event =
        new NewEvent(
            ENVIRONMENT,
            new EventId(ids.next()),
            new OrganizationId(organization),
            type,
            clock.instant(),
            Json.object().put("id", "conn_1"),
            Json.object(),
            Cause.system("test"));
    return database.transact(tx -> log.append(tx, event));
  }

  /// Moves the clock, and makes the node look at it.
  void pass(Duration duration) {
    clock.advance(duration);
    webhooks.dispatcher().wake();
  }

  Delivery delivery(Endpoint endpoint, Event event) {
    return webhooks.deliveries().get(ENVIRONMENT, endpoint.id(), event.id()).delivery();
  }

  /// Waits until the delivery stands as wanted; the engine works on its own threads.
  Delivery await(Endpoint endpoint, Event event, Delivery.Status status) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    Delivery delivery = delivery(endpoint, event);
    while (delivery.status() != status) {
      if (System.nanoTime() > end) {
        throw new AssertionError("expected " + status + ", found " + delivery);
      }
      Thread.onSpinWait();
      delivery = delivery(endpoint, event);
    }
    return delivery;
  }

  @Override
  public void close() {
    try {
      webhooks.dispatcher().stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    executor.shutdownNow();
    client.close();
    database.close();
  }
}
