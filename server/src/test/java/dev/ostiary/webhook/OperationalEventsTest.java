package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Golden;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.testing.WebhookReceiver.Request;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What other endpoints are told of an endpoint that is in trouble.
class OperationalEventsTest {
  private static final Set<String> OPERATIONAL =
      Set.of(
          EventType.ENDPOINT_DISABLED.wireName(),
          EventType.DELIVERY_EXHAUSTED.wireName(),
          EventType.DELIVERY_RECOVERED.wireName());

  private final WebhookReceiver troubled = new WebhookReceiver();
  private final WebhookReceiver watching = new WebhookReceiver();
  private final DeliveryWorld world = DeliveryWorld.alone();

  @AfterEach
  void close() {
    world.close();
    troubled.close();
    watching.close();
  }

  @Test
  void anExhaustedDeliveryIsToldOfOnceWithoutAnOrganizationOfItsOwn() {
    troubled.answer(500);
    Endpoint endpoint = world.endpoint(world.settings(troubled.url()), 1);
    Endpoint watcher = world.endpoint(watching.url(), OPERATIONAL, Pace.DEFAULT);
    Event event = world.append(10);
    world.await(endpoint, event, Delivery.Status.RETRYING);
    world.pass(Duration.ofSeconds(2));
    world.await(endpoint, event, Delivery.Status.EXHAUSTED);

    Request told = watching.next();
    JsonNode payload = Json.parseObject(told.body());
    assertThat(payload.properties().stream().map(member -> member.getKey()).toList())
        .containsExactly(
            "spec_version", "id", "object", "environment_id", "occurred_at", "type", "data");
    assertThat(told.type()).isEqualTo("webhook.delivery_exhausted");
    Shape.assertSampled(told.type(), told.body());
    Golden.assertPayloadButIdsAndTimes(told.type(), told.body());
    assertThat(payload.at("/data/endpoint_id").asText()).isEqualTo(endpoint.id().toString());
    assertThat(payload.at("/data/event_id").asText()).isEqualTo(event.id().toString());
    assertThat(payload.at("/data/organization_id").asText()).isEqualTo("org_10");
    assertThat(payload.at("/data/attempts").asInt()).isEqualTo(2);
    assertThat(payload.at("/data/response_status").asInt()).isEqualTo(500);
    world.roundTrip();
    assertThat(watching.isQuiet()).isTrue();
    assertThat(world.webhooks.endpoints().get(DeliveryWorld.ENVIRONMENT, watcher.id()).enabled())
        .isTrue();
  }

  @Test
  void anEndpointThatWasDisabledIsToldOfToOthersAndNeverToItself() {
    troubled.answer(410);
    EndpointSettings all = world.settings(troubled.url());
    Set<String> types =
        Set.of(EventType.SSO_ENABLED.wireName(), EventType.ENDPOINT_DISABLED.wireName());
    Endpoint endpoint = world.endpoint(troubled.url(), types, all.pace());
    world.endpoint(watching.url(), OPERATIONAL, Pace.DEFAULT);
    world.append(10);
    world.awaitDisabled(endpoint, DisabledReason.GONE);
    troubled.next();

    Request told = watching.next();
    JsonNode payload = Json.parseObject(told.body());
    Shape.assertSampled(told.type(), told.body());
    Golden.assertPayloadButIdsAndTimes(told.type(), told.body());
    assertThat(told.type()).isEqualTo("webhook.endpoint_disabled");
    assertThat(payload.at("/data/id").asText()).isEqualTo(endpoint.id().toString());
    assertThat(payload.at("/data/disabled_reason").asText()).isEqualTo("GONE");

    troubled.answer(200);
    world
        .webhooks
        .endpoints()
        .enable(DeliveryWorld.ENVIRONMENT, endpoint.id(), Endpoints.ResumePoint.CURSOR);
    Event later = world.append(20);
    assertThat(troubled.next().id()).isEqualTo(later.id().toString());
  }

  @Test
  void anOperationalEventThatIsExhaustedCausesNoOther() {
    troubled.answer(500);
    watching.answer(500);
    Endpoint endpoint = world.endpoint(world.settings(troubled.url()), 1);
    world.endpoint(world.settings(watching.url(), OPERATIONAL, Pace.DEFAULT), 1);
    Event event = world.append(10);
    world.await(endpoint, event, Delivery.Status.RETRYING);
    world.pass(Duration.ofSeconds(2));
    watching.next();
    DeliveryWorld.until(() -> world.attempts() == 3);
    world.pass(Duration.ofSeconds(2));
    watching.next();
    DeliveryWorld.until(() -> world.attempts() == 4);

    assertThat(world.count("select count(*) as count from event")).isEqualTo(2);
    assertThat(List.of(troubled.next(), troubled.next()))
        .allMatch(request -> request.id().equals(event.id().toString()));
  }
}
