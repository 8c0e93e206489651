package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.testing.WebhookReceiver.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a parked lane outlives: the courier that parked it, and a change of mind about order.
class ParkedLanesTest {
  private static final long ACME = 10;
  private static final long GLOBEX = 20;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(7);

  private final WebhookReceiver receiver = new WebhookReceiver();
  private final DeliveryWorld world = DeliveryWorld.alone();

  @AfterEach
  void close() {
    world.close();
    receiver.close();
  }

  @Test
  void theNextCourierBeginsOnlyWhenTheRowOfAnEmptiedLaneIsGone() {
    CountDownLatch release = holdDeletedRows();
    receiver.answer(500);
    Endpoint endpoint = world.endpoint(receiver.url());
    Event failing = world.append(ACME);
    world.await(endpoint, failing, Delivery.Status.RETRYING);
    receiver.answer(200);
    world.pass(FIRST_RETRY);
    world.await(endpoint, failing, Delivery.Status.SUCCESS);
    DeliveryWorld.until(() ->
        world.count(
                "select count(*) as count from pg_locks where locktype = 'advisory' and not granted")
            > 0);

    change(endpoint, Ordering.PER_ORGANIZATION);
    world.webhooks.dispatcher().runDue();
    world.webhooks.dispatcher().runDue();
    release.countDown();

    world.await(endpoint, world.append(ACME), Delivery.Status.SUCCESS);
    DeliveryWorld.until(() -> world.parkedLanes() == 0);
  }

  @Test
  void whatWaitsInALaneIsDeliveredInOrderEvenWhenOrderIsGivenUp() {
    receiver.answer(request -> new Answer(request.organization().equals("org_10") ? 500 : 200));
    Endpoint endpoint = world.endpoint(receiver.url());
    List<Event> lane = List.of(world.append(ACME), world.append(ACME), world.append(ACME));
    world.await(endpoint, lane.getFirst(), Delivery.Status.RETRYING);
    world.await(endpoint, world.append(GLOBEX), Delivery.Status.SUCCESS);
    receiver.next();
    receiver.next();

    change(endpoint, Ordering.NONE);
    receiver.answer(200);
    world.pass(FIRST_RETRY);
    for (Event event : lane) {
      assertThat(receiver.next().id()).isEqualTo(event.id().toString());
      world.await(endpoint, event, Delivery.Status.SUCCESS);
    }
    DeliveryWorld.until(() -> world.parkedLanes() == 0);
  }

  @Test
  void aSingleEventThatWasSettledBeforeACrashDrawsNoOtherAfterIt() {
    Endpoint endpoint = world.endpoint(receiver.url());
    change(endpoint, Ordering.NONE);
    Event settled = world.append(ACME);
    Event following = world.append(ACME);
    world.await(endpoint, settled, Delivery.Status.SUCCESS);
    world.await(endpoint, following, Delivery.Status.SUCCESS);
    receiver.next();
    receiver.next();
    world.database.run(tx ->
        tx.sql("insert into webhook_parked_lane values (:endpoint, :lane, 1, 10, 1, 0, :due)")
            .bind("endpoint", endpoint.id())
            .bind("lane", settled.id())
            .bind("due", world.clock.instant())
            .run());

    change(endpoint, Ordering.NONE);
    DeliveryWorld.until(() -> world.parkedLanes() == 0);
    assertThat(receiver.isQuiet()).isTrue();
  }

  private void change(Endpoint endpoint, Ordering ordering) {
    world
        .webhooks
        .endpoints()
        .update(
            ENVIRONMENT,
            endpoint.id(),
            s ->
                new EndpointSettings(
                    s.url(),
                    s.name(),
                    s.description(),
                    s.eventTypes(),
                    s.timeout(),
                    ordering,
                    s.format(),
                    s.asymmetricSignatures(),
                    s.headers(),
                    s.retries(),
                    s.pace()),
            null);
  }

  /// Keeps transactions that delete the row of a parked lane from going on.
  private CountDownLatch holdDeletedRows() {
    world.database.run(tx ->
        tx.sql(
                """
                create function wait() returns trigger language plpgsql as
                  'begin perform pg_advisory_xact_lock(1); return old; end';
                create trigger wait before delete on webhook_parked_lane
                  for each row execute function wait()
                """)
            .run());
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread.startVirtualThread(() ->
        world.database.run(tx -> {
          tx.sql("select 1 as one from pg_advisory_xact_lock(1)").one(row -> row.integer("one"));
          held.countDown();
          await(release);
        }));
    await(held);
    return release;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
