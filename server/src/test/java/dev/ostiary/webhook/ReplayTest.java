package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.event.Event;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.Golden;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.testing.WebhookReceiver.Request;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Events that are sent again, to a real receiver.
class ReplayTest {
  private static final int FAST = Replay.MAX_PER_SECOND;

  private final WebhookReceiver receiver = new WebhookReceiver();
  private final DeliveryWorld world = DeliveryWorld.alone();

  @AfterEach
  void close() {
    world.close();
    receiver.close();
  }

  @Test
  void whatHappenedBeforeAnEndpointExistedIsSentInOrderAndWithTheSameBytes() {
    List<Event> before = IntStream.range(0, 5).mapToObj(i -> world.append(10)).toList();
    Endpoint endpoint = world.endpoint(receiver.url());
    assertThat(world.webhooks.replays().count(ENVIRONMENT, endpoint.id(), Replay.Filter.none()))
        .isEqualTo(5);
    assertThat(receiver.isQuiet()).isTrue();

    Replay replay = create(endpoint, Replay.Filter.none());
    assertThat(replay.total()).isEqualTo(5);
    for (Event event : before) {
      Request request = receiver.next();
      assertThat(request.id()).isEqualTo(event.id().toString());
      assertThat(request.body())
          .isEqualTo(new String(event.payload(), java.nio.charset.StandardCharsets.UTF_8));
    }
    Replay done = await(replay, Replay.State.DONE);
    assertThat(done.delivered()).isEqualTo(5);
    assertThat(done.failed()).isZero();
    assertThat(world.delivery(endpoint, before.getFirst()).status())
        .isEqualTo(Delivery.Status.SUCCESS);
  }

  @Test
  void theFilterChoosesWhatIsSent() {
    Endpoint endpoint = world.endpoint(receiver.url());
    world.append(10, EventType.SSO_CREATED);
    Event wanted = world.append(10, EventType.SSO_ENABLED);
    world.append(10, EventType.SSO_ENABLED);
    Event other = world.append(20, EventType.SSO_ENABLED);
    world.await(endpoint, other, Delivery.Status.SUCCESS);
    DeliveryWorld.until(() -> world.attempts() == 4);
    IntStream.range(0, 4).forEach(i -> receiver.next());

    Replay.Filter filter =
        new Replay.Filter(
            List.of("organization.sso_enabled"),
            List.of(Delivery.Status.SUCCESS),
            new OrganizationId(10),
            1L,
            2L,
            null,
            null);
    await(create(endpoint, filter), Replay.State.DONE);
    assertThat(receiver.next().id()).isEqualTo(wanted.id().toString());
    assertThat(receiver.isQuiet()).isTrue();
    assertThat(world.delivery(endpoint, wanted).attempts()).isEqualTo(2);
    Replay.Filter exhausted =
        new Replay.Filter(
            List.of(), List.of(Delivery.Status.EXHAUSTED), null, null, null, null, null);
    assertThat(world.webhooks.replays().count(ENVIRONMENT, endpoint.id(), exhausted)).isZero();
  }

  @Test
  void whatWasPassedOverWhileAnEndpointWasDisabledIsReplayedOnceItIsEnabled() {
    Endpoint endpoint = world.endpoint(receiver.url());
    world.webhooks.endpoints().disable(ENVIRONMENT, endpoint.id());
    Event missed = world.append(10);
    world.webhooks.endpoints().enable(ENVIRONMENT, endpoint.id(), Endpoints.ResumePoint.END);
    world.webhooks.endpoints().disable(ENVIRONMENT, endpoint.id());
    Replay replay = create(endpoint, Replay.Filter.none());
    world.webhooks.dispatcher().runDue();
    assertThat(receiver.isQuiet()).isTrue();

    world.webhooks.endpoints().enable(ENVIRONMENT, endpoint.id(), Endpoints.ResumePoint.CURSOR);
    await(replay, Replay.State.DONE);
    assertThat(receiver.next().id()).isEqualTo(missed.id().toString());
    assertThat(receiver.isQuiet()).isTrue();
  }

  @Test
  void anEventThatFailsIsTriedThreeTimesAndThenPassedOver() {
    Event failing = world.append(10);
    Event good = world.append(10);
    receiver.answer(request ->
        new WebhookReceiver.Answer(request.id().equals(failing.id().toString()) ? 500 : 200));
    Endpoint endpoint = world.endpoint(receiver.url());
    Replay replay = create(endpoint, Replay.Filter.none());
    for (int attempt = 1; attempt <= 3; attempt++) {
      int made = attempt;
      assertThat(receiver.next().id()).isEqualTo(failing.id().toString());
      DeliveryWorld.until(() -> world.attempts() == made);
      if (attempt < 3) {
        world.pass(Replayer.RETRIES.get(attempt - 1));
      }
    }
    assertThat(receiver.next().id()).isEqualTo(good.id().toString());
    Replay done = await(replay, Replay.State.DONE);
    assertThat(done.delivered()).isEqualTo(1);
    assertThat(done.failed()).isEqualTo(1);
  }

  @Test
  void noMoreReplaysRunForAnEndpointThanItCanUse() {
    receiver.answer(500);
    Endpoint endpoint = world.endpoint(receiver.url(), Pace.DEFAULT);
    world.webhooks.endpoints().disable(ENVIRONMENT, endpoint.id());
    List<Replay> replays =
        IntStream.range(0, Replays.MOST_RUNNING)
            .mapToObj(i -> create(endpoint, Replay.Filter.none()))
            .toList();

    assertThatThrownBy(() -> create(endpoint, Replay.Filter.none()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("cancel one or let it end");
    world.webhooks.replays().cancel(ENVIRONMENT, endpoint.id(), replays.getFirst().id());
    assertThat(create(endpoint, Replay.Filter.none()).state()).isEqualTo(Replay.State.RUNNING);
  }

  @Test
  void aCancelledReplayGoesNoFurther() {
    IntStream.range(0, 3).forEach(i -> world.append(10));
    receiver.answer(500);
    Endpoint endpoint = world.endpoint(receiver.url(), Pace.DEFAULT);
    Replay replay = create(endpoint, Replay.Filter.none());
    receiver.next();
    DeliveryWorld.until(() -> world.attempts() == 1);

    Replays replays = world.webhooks.replays();
    assertThat(replays.cancel(ENVIRONMENT, endpoint.id(), replay.id()).state())
        .isEqualTo(Replay.State.CANCELLED);
    world.pass(Duration.ofHours(1));
    world.roundTrip();
    assertThat(receiver.isQuiet()).isTrue();
    assertThat(replays.get(ENVIRONMENT, endpoint.id(), replay.id()).state())
        .isEqualTo(Replay.State.CANCELLED);
  }

  @Test
  void anExhaustedDeliveryThatIsSentAgainHasRecoveredAndOthersAreTold() {
    receiver.answer(500);
    Endpoint endpoint = world.endpoint(world.settings(receiver.url()), 0);
    Event event = world.append(10);
    world.await(endpoint, event, Delivery.Status.EXHAUSTED);
    receiver.next();
    receiver.answer(200);
    try (WebhookReceiver watching = new WebhookReceiver()) {
      Set<String> types = Set.of(EventType.DELIVERY_RECOVERED.wireName());
      world.endpoint(watching.url(), types, Pace.DEFAULT);
      Replay replay = world.webhooks.replays().resend(ENVIRONMENT, endpoint.id(), event.id());
      assertThat(receiver.next().id()).isEqualTo(event.id().toString());
      await(replay, Replay.State.DONE);
      assertThat(world.delivery(endpoint, event).status()).isEqualTo(Delivery.Status.SUCCESS);
      WebhookReceiver.Request told = watching.next();
      assertThat(told.body()).contains("\"event_id\":\"" + event.id() + "\"");
      Golden.assertPayloadButIdsAndTimes(told.type(), told.body());
    }
  }

  @Test
  void whatIsStillOnItsWayIsLeftToDelivery() {
    receiver.answer(500);
    Endpoint endpoint = world.endpoint(receiver.url());
    Event waiting = world.append(10);
    world.await(endpoint, waiting, Delivery.Status.RETRYING);

    assertThat(world.webhooks.replays().count(ENVIRONMENT, endpoint.id(), Replay.Filter.none()))
        .isZero();
    assertThatThrownBy(
            () -> world.webhooks.replays().resend(ENVIRONMENT, endpoint.id(), waiting.id()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("still on its way");
  }

  private Replay create(Endpoint endpoint, Replay.Filter filter) {
    Replay replay = world.webhooks.replays().create(ENVIRONMENT, endpoint.id(), filter, FAST);
    world.webhooks.dispatcher().wake();
    return replay;
  }

  private Replay await(Replay replay, Replay.State state) {
    DeliveryWorld.until(() -> get(replay).state() == state);
    return get(replay);
  }

  private Replay get(Replay replay) {
    return world.webhooks.replays().get(ENVIRONMENT, replay.endpoint(), replay.id());
  }
}
