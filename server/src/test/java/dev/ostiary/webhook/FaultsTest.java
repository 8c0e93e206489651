package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.testing.WebhookReceiver.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What goes wrong around a delivery, and what the delivery makes of it.
class FaultsTest {
  private final DatabaseConfig config = TestDatabase.freshConfig();
  private final WebhookReceiver receiver = new WebhookReceiver();
  private final DeliveryWorld world =
      new DeliveryWorld(config, new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS)));

  @AfterEach
  void close() {
    world.close();
    receiver.close();
  }

  @Test
  void whileTheDatabaseIsAwayOutcomesWaitAndNothingIsSentTwice() throws SQLException {
    CountDownLatch answer = new CountDownLatch(1);
    receiver.answer(request -> {
      await(answer);
      return new Answer(200);
    });
    Endpoint endpoint = world.endpoint(receiver.url());
    Event event = world.append(10);
    receiver.next();
    String name = config.jdbcUrl().substring(config.jdbcUrl().lastIndexOf('/') + 1);
    admin("alter database " + name + " allow_connections false");
    admin("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
    answer.countDown();
    world.clock.advance(Duration.ofMinutes(1));
    admin("alter database " + name + " allow_connections true");

    DeliveryWorld.until(() -> isRecorded(endpoint, event));
    world.await(endpoint, world.append(20), Delivery.Status.SUCCESS);
    assertThat(receiver.next().organization()).isEqualTo("org_20");
    assertThat(receiver.isQuiet()).isTrue();
  }

  private boolean isRecorded(Endpoint endpoint, Event event) {
    try {
      return world.delivery(endpoint, event).status() == Delivery.Status.SUCCESS;
    } catch (RuntimeException e) {
      return false; // the pool has not found the database again yet
    }
  }

  private void admin(String statement) throws SQLException {
    String url = config.jdbcUrl().substring(0, config.jdbcUrl().lastIndexOf('/')) + "/postgres";
    try (Connection connection =
            DriverManager.getConnection(url, config.user(), config.password().reveal());
        var sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  @Test
  void whenTheDiskIsFullOutcomesWaitUntilThereIsRoom() {
    world.database.run(tx ->
        tx.sql(
                """
                create function full_disk() returns trigger language plpgsql as
                  'begin raise exception ''no space left on device'' using errcode = ''53100''; end';
                create trigger full_disk before insert on webhook_attempt
                  for each statement execute function full_disk()
                """)
            .run());
    Endpoint endpoint = world.endpoint(receiver.url());
    Event event = world.append(10);
    receiver.next();
    world.webhooks.dispatcher().runDue();
    assertThat(world.delivery(endpoint, event).status()).isEqualTo(Delivery.Status.PENDING);

    world.database.run(tx -> tx.sql("drop trigger full_disk on webhook_attempt").run());
    world.await(endpoint, event, Delivery.Status.SUCCESS);
    assertThat(receiver.isQuiet()).isTrue();
  }

  @Test
  void aClockThatJumpsMakesRetriesEarlyOrLateAndLosesNothing() {
    receiver.answer(500);
    Endpoint endpoint = world.endpoint(receiver.url());
    Event failing = world.append(10);
    world.await(endpoint, failing, Delivery.Status.RETRYING);
    receiver.answer(200);

    world.pass(Duration.ofHours(-1));
    world.await(endpoint, world.append(20), Delivery.Status.SUCCESS);
    assertThat(world.delivery(endpoint, failing).status()).isEqualTo(Delivery.Status.RETRYING);
    world.pass(Duration.ofDays(1));
    world.await(endpoint, failing, Delivery.Status.SUCCESS);
  }

  @Test
  void anEndpointThatIsDeletedDuringADeliveryLeavesNothingBehind() {
    CountDownLatch answer = new CountDownLatch(1);
    receiver.answer(request -> {
      await(answer);
      return new Answer(500);
    });
    Endpoint deleted = world.endpoint(receiver.url());
    world.append(10);
    receiver.next();
    world.webhooks.endpoints().delete(ENVIRONMENT, deleted.id());
    answer.countDown();

    DeliveryWorld.until(() -> world.attempts() == 1);
    assertThat(world.parkedLanes()).isZero();
    receiver.answer(200);
    Endpoint other = world.endpoint(receiver.url());
    world.await(other, world.append(10), Delivery.Status.SUCCESS);
  }

  @Test
  void anAnswerThatIsTooLargeIsCutAndItsStatusCounts() {
    receiver.answer(request -> new Answer(200, Map.of(), "x".repeat(1 << 20)));
    Endpoint endpoint = world.endpoint(receiver.url());
    Event event = world.append(10);
    world.await(endpoint, event, Delivery.Status.SUCCESS);
    assertThat(attempt(endpoint, event).responseBody()).hasSize(Attempt.KEPT_BYTES);
  }

  @Test
  void aReceiverThatClosesEarlyHasFailed() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> closeEach(server));
      Endpoint endpoint = world.endpoint("http://127.0.0.1:" + server.getLocalPort() + "/");
      Event event = world.append(10);
      world.await(endpoint, event, Delivery.Status.RETRYING);
      assertThat(attempt(endpoint, event).responseStatus()).isNull();
      assertThat(attempt(endpoint, event).error())
          .containsAnyOf("closed the connection", "it was closed");
    }
  }

  private static void closeEach(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          int first = socket.getInputStream().read();
          assertThat(first).isEqualTo('P');
        }
      }
    } catch (IOException e) {
      // closed by the test
    }
  }

  @Test
  void aReceiverWithoutTlsBehindAnHttpsUrlHasFailed() {
    Endpoint endpoint = world.endpoint(receiver.url().replace("http:", "https:"));
    Event event = world.append(10);
    world.await(endpoint, event, Delivery.Status.RETRYING);
    assertThat(attempt(endpoint, event).error()).contains("TLS");
    assertThat(receiver.isQuiet()).isTrue();
  }

  private Attempt attempt(Endpoint endpoint, Event event) {
    return world
        .webhooks
        .deliveries()
        .get(ENVIRONMENT, endpoint.id(), event.id())
        .attempts()
        .getFirst();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
