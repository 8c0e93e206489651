package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.testing.WebhookReceiver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is dropped when it is old, and what is not.
class RetentionTest {
  private static final Duration PERIOD = Duration.ofDays(90);

  private final WebhookReceiver receiver = new WebhookReceiver();
  private final DeliveryWorld world = DeliveryWorld.alone();

  @AfterEach
  void close() {
    world.close();
    receiver.close();
  }

  @Test
  void whatIsOldAndReadIsDroppedAndWhatSomebodyHasNotReadStays() {
    Endpoint reader = world.endpoint(receiver.url(), Pace.DEFAULT);
    Endpoint resting = world.endpoint(receiver.url(), Pace.DEFAULT);
    world.webhooks.endpoints().disable(ENVIRONMENT, resting.id());
    Event old = world.append(10);
    world.await(reader, old, Delivery.Status.SUCCESS);
    world.pass(PERIOD.plusDays(1));
    Event young = world.append(20);
    Event last = world.append(10);
    world.await(reader, young, Delivery.Status.SUCCESS);
    world.await(reader, last, Delivery.Status.SUCCESS);
    world.webhooks.retention().keep(new Retention.Periods(PERIOD, null));

    world.webhooks.dispatcher().wake();
    DeliveryWorld.until(() -> world.attempts() == 2);
    assertThat(events()).isEqualTo(3);

    world.webhooks.endpoints().delete(ENVIRONMENT, resting.id());
    world.pass(Duration.ofHours(1));
    DeliveryWorld.until(() -> events() == 2);
    assertThat(world.log.find(ENVIRONMENT, old.id())).isEmpty();
    assertThat(world.log.find(ENVIRONMENT, young.id())).isPresent();
    Event next = world.append(10);
    assertThat(next.sequence()).isEqualTo(3);
    world.await(reader, next, Delivery.Status.SUCCESS);
  }

  @Test
  void whatWaitsInAParkedLaneStays() {
    receiver.answer(500);
    Endpoint endpoint = world.endpoint(receiver.url(), Pace.DEFAULT);
    Event waiting = world.append(10);
    world.await(endpoint, waiting, Delivery.Status.RETRYING);
    receiver.answer(200);
    Event settled = world.append(20);
    world.await(endpoint, settled, Delivery.Status.SUCCESS);
    world.await(endpoint, world.append(30), Delivery.Status.SUCCESS);
    world.webhooks.retention().keep(new Retention.Periods(Duration.ofSeconds(1), null));
    world.clock.advance(Duration.ofSeconds(2));
    world.webhooks.dispatcher().wake();

    DeliveryWorld.until(() -> events() == 2);
    assertThat(world.log.find(ENVIRONMENT, waiting.id())).isPresent();
    world.pass(Duration.ofSeconds(7));
    world.await(endpoint, waiting, Delivery.Status.SUCCESS);
  }

  @Test
  void aDisabledEndpointThatNobodyTouchesIsWaitedForUntilTheOperatorsPatienceEnds() {
    receiver.answer(500);
    Endpoint parked = world.endpoint(receiver.url(), Pace.DEFAULT);
    Endpoint resting = world.endpoint(receiver.url(), Pace.DEFAULT);
    world.webhooks.endpoints().disable(ENVIRONMENT, resting.id());
    Event tried = world.append(10);
    world.await(parked, tried, Delivery.Status.RETRYING);
    Event behind = world.append(10);
    world.roundTrip();
    world.webhooks.endpoints().disable(ENVIRONMENT, parked.id());
    receiver.answer(200);
    world.webhooks.retention().keep(new Retention.Periods(Duration.ofDays(1), PERIOD));

    world.pass(Duration.ofDays(2));
    Event young = world.append(10);
    world.roundTrip();
    assertThat(world.log.find(ENVIRONMENT, tried.id())).isPresent();
    world.pass(PERIOD);
    Event youngest = world.append(10);
    DeliveryWorld.until(() -> world.log.find(ENVIRONMENT, young.id()).isEmpty());
    assertThat(world.log.find(ENVIRONMENT, behind.id())).isEmpty();

    for (Endpoint endpoint : List.of(parked, resting)) {
      world.webhooks.endpoints().enable(ENVIRONMENT, endpoint.id(), Endpoints.ResumePoint.CURSOR);
      assertThat(world.await(endpoint, youngest, Delivery.Status.SUCCESS).attempts()).isEqualTo(1);
      world.await(endpoint, world.append(10), Delivery.Status.SUCCESS);
    }
    DeliveryWorld.until(() -> world.parkedLanes() == 0);
  }

  private long events() {
    return world.count("select count(*) as count from event");
  }
}
