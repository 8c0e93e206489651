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
import dev.ostiary.platform.database.NodeLease;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.outbound.AddressPolicy;
import dev.ostiary.platform.outbound.Cidr;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.testing.WebhookReceiver;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

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
  private final NodeLease lease;
  final IdSource ids;
  final OutboundClient client;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  DeliveryWorld(DatabaseConfig config, SettableClock clock) {
    this.clock = clock;
    this.database = Database.open(config);
    database.run(tx ->
        tx.sql(
                "insert into environment (id, name, url, authority)"
                    + " values (:id, 'test', 'http://test', 'test')"
                    + " on conflict do nothing")
            .bind("id", ENVIRONMENT)
            .run());
    this.lease = NodeLease.acquire(database, clock, UUID.randomUUID());
    this.ids = new IdSource(clock, lease.machine());
    this.tail = new LogTail(database);
    this.log = new EventLog(database, tail);
    this.client =
        OutboundClient.start(
            new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List::of),
            "Ostiary-Test",
            List.of());
    this.webhooks =
        Webhooks.assemble(
            new Webhooks.Tools(
                database,
                ids,
                clock,
                executor,
                new RandomText(RANDOM),
                new Random(1),
                lease.machine()),
            log,
            tail,
            new Sealer(KEY, RANDOM),
            client);
    webhooks.dispatcher().start();
  }

  static DeliveryWorld alone() {
    return new DeliveryWorld(
        TestDatabase.freshConfig(),
        new SettableClock(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS)));
  }

  EndpointSettings settings(String url) {
    return settings(url, Set.of(), Pace.DEFAULT);
  }

  EndpointSettings settings(String url, Set<String> types, Pace pace) {
    return new EndpointSettings(
        client.parse("url", url),
        "test",
        "",
        types,
        Duration.ofSeconds(30),
        Ordering.PER_ORGANIZATION,
        PayloadFormat.STANDARD,
        false,
        Map.of(),
        RetrySchedule.DEFAULT,
        pace);
  }

  Endpoint endpoint(String url) {
    return webhooks.endpoints().create(ENVIRONMENT, settings(url), true).endpoint();
  }

  /// An endpoint for `organization.sso_enabled` alone, so that a round trip leaves it in peace.
  Endpoint endpoint(String url, Pace pace) {
    return endpoint(url, Set.of(EventType.SSO_ENABLED.wireName()), pace);
  }

  /// An endpoint with a retry one second after each of the first `retries` failures.
  Endpoint endpoint(EndpointSettings s, int retries) {
    EndpointSettings settings =
        new EndpointSettings(
            s.url(),
            s.name(),
            s.description(),
            s.eventTypes(),
            s.timeout(),
            s.ordering(),
            s.format(),
            s.asymmetricSignatures(),
            s.headers(),
            new RetrySchedule(Collections.nCopies(retries, Duration.ofSeconds(1))),
            s.pace());
    return webhooks.endpoints().create(ENVIRONMENT, settings, true).endpoint();
  }

  Endpoint endpoint(String url, Set<String> types, Pace pace) {
    return webhooks.endpoints().create(ENVIRONMENT, settings(url, types, pace), true).endpoint();
  }

  /// Where the cursor of an endpoint stands in the database.
  long cursor(Endpoint endpoint) {
    return database.transact(tx ->
        tx.sql("select position from webhook_cursor where endpoint_id = :endpoint")
            .bind("endpoint", endpoint.id())
            .one(row -> row.number("position")));
  }

  Event append(long organization) {
    return append(organization, EventType.SSO_ENABLED);
  }

  Event append(long organization, EventType type) {
    NewEvent event =
        new NewEvent(
            ENVIRONMENT,
            new EventId(ids.next()),
            type.isOperational() ? new EndpointId(organization) : new OrganizationId(organization),
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
    lease.renew();
    webhooks.dispatcher().wake();
  }

  Delivery delivery(Endpoint endpoint, Event event) {
    return webhooks.deliveries().get(ENVIRONMENT, endpoint.id(), event.id()).delivery();
  }

  /// Waits until the delivery stands as wanted; the engine works on its own threads.
  Delivery await(Endpoint endpoint, Event event, Delivery.Status status) {
    until(() -> delivery(endpoint, event).status() == status);
    return delivery(endpoint, event);
  }

  void awaitDisabled(Endpoint endpoint, DisabledReason reason) {
    until(() -> webhooks.endpoints().get(ENVIRONMENT, endpoint.id()).disabledReason() == reason);
  }

  long parkedLanes() {
    return count("select count(*) as count from webhook_parked_lane");
  }

  /// How many endpoints this node serves.
  long ownedEndpoints() {
    return database.transact(tx ->
        tx.sql("select count(*) as count from webhook_cursor where owner = :machine")
            .bind("machine", lease.machine())
            .one(row -> row.number("count")));
  }

  long attempts() {
    return count("select count(*) as count from webhook_attempt");
  }

  long count(String query) {
    return database.transact(tx -> tx.sql(query).one(row -> row.number("count")));
  }

  /// Lets the node do whatever it would do now: when this returns, an event that was due to another
  /// endpoint has gone all the way.
  void roundTrip() {
    webhooks.dispatcher().runDue();
    try (WebhookReceiver canary = new WebhookReceiver()) {
      Set<String> types = Set.of(EventType.ORGANIZATION_DELETED.wireName());
      Endpoint endpoint = endpoint(canary.url(), types, Pace.DEFAULT);
      await(endpoint, append(999, EventType.ORGANIZATION_DELETED), Delivery.Status.SUCCESS);
      webhooks.endpoints().delete(ENVIRONMENT, endpoint.id());
    }
  }

  /// Waits for what the engine does on its own threads.
  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to that within 60 s");
      }
      Thread.onSpinWait();
    }
  }

  /// Ends as a killed process does: nothing is finished, nothing is given back.
  void kill() {
    executor.shutdownNow();
    client.close();
    database.close();
  }

  @Override
  public void close() {
    try {
      webhooks.dispatcher().stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    lease.release();
    executor.shutdownNow();
    client.close();
    database.close();
  }
}
