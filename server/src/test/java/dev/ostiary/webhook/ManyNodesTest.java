package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.database.NodeLease;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.testing.WebhookReceiver;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several nodes on one database.
class ManyNodesTest {
  private final DatabaseConfig config = TestDatabase.freshConfig();
  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  private final List<DeliveryWorld> nodes = new ArrayList<>();
  private final WebhookReceiver receiver = new WebhookReceiver();

  private DeliveryWorld node() {
    DeliveryWorld node = new DeliveryWorld(config, clock);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void close() {
    nodes.forEach(DeliveryWorld::close);
    receiver.close();
  }

  @Test
  void aNewNodeTakesItsShareAndGivesItBackWhenItStops() {
    DeliveryWorld first = node();
    IntStream.range(0, 10).forEach(i -> first.endpoint(receiver.url()));
    DeliveryWorld.until(() -> served(first) == 10);

    DeliveryWorld second = node();
    DeliveryWorld.until(() -> served(first) == 5 && served(second) == 5);

    Event event = first.append(10);
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      expected.add(receiver.next().id());
    }
    assertThat(expected).containsExactly(event.id().toString());

    nodes.remove(second);
    second.close();
    DeliveryWorld.until(() -> served(first) == 10);
  }

  @Test
  void theWorkOfAKilledNodeIsTakenOverWhenItsLeaseEnds() {
    DeliveryWorld killed = node();
    Endpoint endpoint = killed.endpoint(receiver.url());
    DeliveryWorld.until(() -> served(killed) == 1);
    nodes.remove(killed);
    killed.kill();

    DeliveryWorld other = node();
    Event event = other.append(10);
    other.webhooks.dispatcher().runDue();
    assertThat(served(other)).isZero();
    other.pass(NodeLease.LENGTH);
    other.await(endpoint, event, Delivery.Status.SUCCESS);
    assertThat(receiver.next().id()).isEqualTo(event.id().toString());
  }

  @Test
  void whatANodeRecordsAfterItWasReplacedChangesNothing() {
    DeliveryWorld asleep = node();
    Endpoint endpoint = asleep.endpoint(receiver.url());
    DeliveryWorld.until(() -> served(asleep) == 1);
    receiver.answer(request -> {
      takeOver(asleep, endpoint);
      return new WebhookReceiver.Answer(500);
    });
    asleep.append(10);
    receiver.next();
    DeliveryWorld.until(() -> asleep.attempts() == 1);
    assertThat(asleep.parkedLanes()).isZero();
  }

  /// Another node that is alive gets the endpoint while an attempt is under way.
  private void takeOver(DeliveryWorld asleep, Endpoint endpoint) {
    asleep.database.run(tx -> {
      tx.sql(
              "insert into node (machine_id, holder, leased_until) values (60000, gen_random_uuid(), :until)")
          .bind("until", clock.instant().plus(NodeLease.LENGTH))
          .run();
      tx.sql("update webhook_cursor set owner = 60000 where endpoint_id = :id")
          .bind("id", endpoint.id())
          .run();
    });
  }

  private static long served(DeliveryWorld node) {
    return node.ownedEndpoints();
  }
}
