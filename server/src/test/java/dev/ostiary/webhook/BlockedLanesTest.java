package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.event.Event;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.testing.WebhookReceiver.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What people are shown of lanes that wait.
class BlockedLanesTest {
  private static final long ACME = 10;
  private static final long GLOBEX = 20;
  private static final long INITECH = 30;

  private final WebhookReceiver receiver = new WebhookReceiver();
  private final DeliveryWorld world = DeliveryWorld.alone();

  @AfterEach
  void close() {
    world.close();
    receiver.close();
  }

  @Test
  void aLaneIsShownWithWhatBlocksItAndWhatWaitsBehindUntilItIsFree() {
    receiver.answer(request -> new Answer(request.organization().equals("org_20") ? 200 : 503));
    Endpoint endpoint =
        world.endpoint(receiver.url(), Set.of(EventType.SSO_ENABLED.wireName()), Pace.DEFAULT);
    assertThat(page(endpoint, 10, "").items()).isEmpty();
    Instant start = world.clock.instant();
    Event blocked = world.append(ACME);
    world.append(ACME);
    world.append(ACME, EventType.ORGANIZATION_UPDATED); // not asked for
    world.append(ACME);
    world.await(endpoint, blocked, Delivery.Status.RETRYING);
    world.await(endpoint, world.append(GLOBEX), Delivery.Status.SUCCESS);
    Event other = world.append(INITECH);
    world.await(endpoint, other, Delivery.Status.RETRYING);

    Page<BlockedLane> first = page(endpoint, 1, "");
    assertThat(first.total()).isEqualTo(2);
    assertThat(first.items()).extracting(BlockedLane::event).containsExactly(other.id());
    Page<BlockedLane> second = page(endpoint, 1, first.next());
    assertThat(page(endpoint, 1, second.previous()).items()).isEqualTo(first.items());

    BlockedLane lane = second.items().getFirst();
    assertThat(lane.organization()).isEqualTo(new OrganizationId(ACME));
    assertThat(lane.event()).isEqualTo(blocked.id());
    assertThat(lane.eventType()).isEqualTo("organization.sso_enabled");
    assertThat(lane.since()).isEqualTo(start);
    assertThat(lane.attempts()).isEqualTo(1);
    assertThat(lane.nextAttemptTime()).isAfter(start);
    assertThat(lane.lastResponseStatus()).isEqualTo(503);
    assertThat(lane.lastError()).contains("503");
    assertThat(lane.waiting()).isEqualTo(2);

    world.pass(Duration.ofSeconds(7));
    DeliveryWorld.until(
        () -> page(endpoint, 10, "").items().stream().allMatch(shown -> shown.attempts() == 2));
    lane = page(endpoint, 10, "").items().getLast();
    assertThat(lane.since()).as("when it was tried first").isEqualTo(start);

    receiver.answer(200);
    world.pass(Duration.ofMinutes(7));
    DeliveryWorld.until(() -> page(endpoint, 10, "").items().isEmpty());
  }

  @Test
  void withoutOrderEachEventWaitsByItself() {
    receiver.answer(500);
    EndpointSettings s = world.settings(receiver.url());
    Endpoint endpoint =
        world
            .webhooks
            .endpoints()
            .create(
                ENVIRONMENT,
                new EndpointSettings(
                    s.url(),
                    s.name(),
                    s.description(),
                    s.eventTypes(),
                    s.timeout(),
                    Ordering.NONE,
                    s.format(),
                    s.asymmetricSignatures(),
                    s.headers(),
                    s.retries(),
                    s.pace()),
                true)
            .endpoint();
    Event first = world.append(ACME);
    Event second = world.append(ACME);
    world.await(endpoint, first, Delivery.Status.RETRYING);
    world.await(endpoint, second, Delivery.Status.RETRYING);

    assertThat(page(endpoint, 10, "").items())
        .allMatch(lane -> Objects.equals(lane.organization(), new OrganizationId(ACME)))
        .allMatch(lane -> lane.waiting() == 0)
        .extracting(BlockedLane::event)
        .containsExactly(second.id(), first.id());
  }

  @Test
  void theEndpointsOfOthersAreUnknown() {
    Endpoint endpoint = world.endpoint(receiver.url());

    assertThat(page(endpoint, 10, "").items()).isEmpty();
    assertThatThrownBy(() ->
            world
                .webhooks
                .blockedLanes()
                .list(new EnvironmentId(2), endpoint.id(), Page.Request.of(10, "")))
        .isInstanceOf(Problem.class);
  }

  private Page<BlockedLane> page(Endpoint endpoint, long size, String token) {
    return world
        .webhooks
        .blockedLanes()
        .list(ENVIRONMENT, endpoint.id(), Page.Request.of(size, token));
  }
}
