package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.event.Cause;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventSearch;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogFilter;
import dev.ostiary.event.LogReader;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.testing.WebhookReceiver.Request;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Events that tell of nothing, for who writes a receiver.
class TestEventsTest {
  private static final Cause CAUSE = Cause.system("test");

  private final WebhookReceiver receiver = new WebhookReceiver();
  private final WebhookReceiver neighbor = new WebhookReceiver();
  private final DeliveryWorld world = DeliveryWorld.alone();

  @AfterEach
  void close() {
    world.close();
    receiver.close();
    neighbor.close();
  }

  @Test
  void everyTypeArrivesAtTheOneEndpointWhateverItAsksForAndIsSeenNowhereElse() {
    Set<String> every = Set.copyOf(EventType.wireNames());
    Endpoint endpoint =
        world.endpoint(receiver.url(), Set.of(EventType.SSO_DELETED.wireName()), Pace.DEFAULT);
    world.endpoint(neighbor.url(), every, Pace.DEFAULT);
    for (EventType type : EventType.values()) {
      Event sent = send(endpoint, type);
      Request request = receiver.next();
      JsonNode payload = Json.parseObject(request.body());

      assertThat(request.id()).isEqualTo(sent.id().toString());
      assertThat(request.header("ostiary-test")).isEqualTo("true");
      assertThat(payload.path("type").asText()).isEqualTo(type.wireName());
      assertThat(payload.path("object").asText()).isEqualTo(type.object());
      assertThat(payload.has("organization_id")).isEqualTo(!type.isOperational());
      assertThat(payload.path("data").size()).isPositive();
      Delivery delivery = world.await(endpoint, sent, Delivery.Status.SUCCESS);
      assertThat(delivery.test()).isTrue();
      assertThat(delivery.attempts()).isEqualTo(1);
    }

    Event real = world.append(10, EventType.SSO_DELETED);
    assertThat(receiver.next().header("ostiary-test")).isEmpty();
    assertThat(world.await(endpoint, real, Delivery.Status.SUCCESS).test()).isFalse();
    assertThat(neighbor.next().id()).isEqualTo(real.id().toString());
    assertThat(
            world
                .log
                .search(
                    ENVIRONMENT,
                    new EventSearch(List.copyOf(every), null, null, null, null),
                    Page.Request.of(100, ""))
                .items())
        .extracting(Event::id)
        .containsExactly(real.id());
    assertThat(readers(every)).extracting(Event::id).containsExactly(real.id());
    assertThat(world.webhooks.replays().count(ENVIRONMENT, endpoint.id(), Replay.Filter.none()))
        .isEqualTo(1);
  }

  private List<Event> readers(Set<String> types) {
    DeliveryWorld.until(() -> {
      world.tail.sweep();
      return world.tail.openGaps() == 0;
    });
    try (LogReader reader = new LogReader(world.database, world.tail, Runnable::run)) {
      return reader.read(ENVIRONMENT, 0, new LogFilter(null, types), 100).events();
    }
  }

  @Test
  void oneThatFailsIsTriedAgainAndHoldsNothingUp() {
    receiver.answer(500);
    Endpoint endpoint = world.endpoint(world.settings(receiver.url()), 1);
    world.endpoint(neighbor.url(), Set.of(EventType.DELIVERY_EXHAUSTED.wireName()), Pace.DEFAULT);
    Event first = send(endpoint, EventType.SSO_ENABLED);
    world.await(endpoint, first, Delivery.Status.RETRYING);
    receiver.answer(200);
    Event second = send(endpoint, EventType.SSO_ENABLED);
    world.await(endpoint, second, Delivery.Status.SUCCESS);
    world.await(endpoint, world.append(10), Delivery.Status.SUCCESS);

    receiver.answer(500);
    world.pass(Duration.ofSeconds(2));
    assertThat(world.await(endpoint, first, Delivery.Status.EXHAUSTED).attempts()).isEqualTo(2);

    receiver.answer(500);
    Event real = world.append(10);
    world.await(endpoint, real, Delivery.Status.RETRYING);
    world.pass(Duration.ofSeconds(2));
    Request told = neighbor.next();
    assertThat(Json.parseObject(told.body()).at("/data/event_id").asText())
        .as("a test that fails for good wakes nobody")
        .isEqualTo(real.id().toString());
  }

  @Test
  void theDetailedPayloadSaysThatItIsATest() {
    EndpointSettings s = world.settings(receiver.url());
    EndpointSettings detailed =
        new EndpointSettings(
            s.url(),
            s.name(),
            s.description(),
            s.eventTypes(),
            s.timeout(),
            s.ordering(),
            PayloadFormat.DETAILED,
            s.asymmetricSignatures(),
            s.headers(),
            s.retries(),
            s.pace());
    Endpoint endpoint = world.webhooks.endpoints().create(ENVIRONMENT, detailed, true).endpoint();
    send(endpoint, EventType.SSO_ENABLED);
    assertThat(Json.parseObject(receiver.next().body()).path("test").asBoolean()).isTrue();

    world.append(10);
    assertThat(Json.parseObject(receiver.next().body()).has("test")).isFalse();
  }

  @Test
  void eachTellsOfSomethingElse() {
    Endpoint endpoint = world.endpoint(receiver.url());
    Set<Long> streams = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      streams.add(send(endpoint, EventType.SSO_ENABLED).stream().number());
    }

    assertThat(streams).hasSize(3);
  }

  @Test
  void whatIsSentNothingIsSentNoTestEither() {
    Endpoint endpoint = world.endpoint(receiver.url());
    send(endpoint, EventType.SSO_ENABLED);
    world.webhooks.endpoints().disable(ENVIRONMENT, endpoint.id());

    assertThatThrownBy(() -> send(endpoint, EventType.SSO_ENABLED))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is disabled");
    assertThatThrownBy(() ->
            world
                .webhooks
                .testEvents()
                .send(ENVIRONMENT, new EndpointId(1), EventType.SSO_ENABLED, CAUSE))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("whe_1");
    assertThatThrownBy(() ->
            world
                .webhooks
                .testEvents()
                .send(new EnvironmentId(2), endpoint.id(), EventType.SSO_ENABLED, CAUSE))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(endpoint.id().toString());
  }

  private Event send(Endpoint endpoint, EventType type) {
    return world.webhooks.testEvents().send(ENVIRONMENT, endpoint.id(), type, CAUSE);
  }
}
