package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.event.Event;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.webhook.Delivery.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an endpoint has gone past without a success.
class SkippedTest {
  private final WebhookReceiver receiver = new WebhookReceiver();
  private final DeliveryWorld world = DeliveryWorld.alone();

  @AfterEach
  void close() {
    world.close();
    receiver.close();
  }

  @Test
  void whatAJumpToTheEndPassesOverIsSkippedAndWhatAResumeComesBackToIsNot() {
    receiver.answer(500);
    Endpoint jumping = world.endpoint(receiver.url());
    Endpoint resuming = world.endpoint(receiver.url());
    Event failing = world.append(10);
    for (Endpoint endpoint : List.of(jumping, resuming)) {
      world.await(endpoint, failing, Status.RETRYING);
      world.webhooks.endpoints().disable(ENVIRONMENT, endpoint.id());
    }
    Event behind = world.append(10);
    Event missed = world.append(20);
    assertThat(world.delivery(jumping, missed).status()).isEqualTo(Status.PENDING);

    receiver.answer(200);
    world.webhooks.endpoints().enable(ENVIRONMENT, jumping.id(), Endpoints.ResumePoint.END);
    world.webhooks.endpoints().enable(ENVIRONMENT, resuming.id(), Endpoints.ResumePoint.CURSOR);
    assertThat(world.await(jumping, failing, Status.SKIPPED).attempts()).isEqualTo(1);
    world.await(jumping, behind, Status.SKIPPED);
    world.await(jumping, missed, Status.SKIPPED);
    world.await(resuming, missed, Status.SUCCESS);
    assertThat(world.delivery(resuming, failing).status()).isEqualTo(Status.RETRYING);
    assertThat(world.delivery(resuming, behind).status()).isEqualTo(Status.PENDING);
    Event fresh = world.append(10);
    world.await(jumping, fresh, Status.SUCCESS);
    assertThat(world.delivery(jumping, behind).status()).isEqualTo(Status.SKIPPED);
    assertThat(listed(jumping, Status.SKIPPED)).isEqualTo(3);
    assertThat(listed(resuming, Status.SKIPPED)).isZero();
  }

  @Test
  void whatNobodyWantedIsBehindTheCursorAfterAMinute() {
    Endpoint endpoint =
        world.endpoint(receiver.url(), Set.of(EventType.SSO_ENABLED.wireName()), Pace.DEFAULT);
    world.webhooks.dispatcher().runDue(); // serves it
    world.webhooks.dispatcher().runDue(); // notes where it stands, for the next minute
    Event other = world.append(10, EventType.SSO_DELETED);
    assertThat(world.cursor(endpoint)).isLessThan(other.position());

    world.clock.advance(Duration.ofMinutes(1));
    world.webhooks.dispatcher().runDue();
    assertThat(world.cursor(endpoint)).isEqualTo(other.position());

    EndpointSettings all = world.settings(receiver.url());
    world.webhooks.endpoints().update(ENVIRONMENT, endpoint.id(), settings -> all, null);
    Event wanted = world.append(10, EventType.SSO_DELETED);
    world.await(endpoint, wanted, Status.SUCCESS);
    assertThat(world.delivery(endpoint, other).status()).isEqualTo(Status.SKIPPED);
  }

  private long listed(Endpoint endpoint, Status status) {
    Deliveries.Filter filter = new Deliveries.Filter(List.of(), null, status, null, null);
    return world
        .webhooks
        .deliveries()
        .list(ENVIRONMENT, endpoint.id(), filter, Page.Request.of(10, ""))
        .total();
  }

  @Test
  void whatWasNotAskedForWhenItHappenedIsSkippedOnceItIs() {
    Endpoint endpoint =
        world.endpoint(receiver.url(), Set.of(EventType.SSO_ENABLED.wireName()), Pace.DEFAULT);
    Event other = world.append(10, EventType.SSO_DELETED);
    world.await(endpoint, world.append(10), Status.SUCCESS);

    EndpointSettings all = world.settings(receiver.url());
    world.webhooks.endpoints().update(ENVIRONMENT, endpoint.id(), settings -> all, null);
    assertThat(world.delivery(endpoint, other).status()).isEqualTo(Status.SKIPPED);
  }

  @Test
  void aReplayOfWhatWasSkippedDeliversIt() {
    Endpoint endpoint = world.endpoint(receiver.url());
    world.await(endpoint, world.append(10), Status.SUCCESS);
    world.webhooks.endpoints().disable(ENVIRONMENT, endpoint.id());
    Event missed = world.append(10);
    world.webhooks.endpoints().enable(ENVIRONMENT, endpoint.id(), Endpoints.ResumePoint.END);
    receiver.next();

    Replays replays = world.webhooks.replays();
    Replay replay = replays.create(ENVIRONMENT, endpoint.id(), filter(Status.SKIPPED), 10);
    assertThat(replay.total()).isEqualTo(1);
    world.webhooks.dispatcher().wake();
    assertThat(receiver.next().id()).isEqualTo(missed.id().toString());
    world.await(endpoint, missed, Status.SUCCESS);
    assertThat(replays.count(ENVIRONMENT, endpoint.id(), filter(Status.SKIPPED))).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"PENDING", "RETRYING"})
  void whatIsStillOnItsWayCannotBeReplayed(Status status) {
    assertThatThrownBy(() -> filter(status))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("found " + status + ", which is still on its way");
  }

  private static Replay.Filter filter(Status status) {
    return new Replay.Filter(List.of(), List.of(status), null, null, null, null, null);
  }
}
