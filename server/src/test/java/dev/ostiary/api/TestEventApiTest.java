package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.webhook.Shape;
import dev.ostiary.wire.webhooks.SendTestEventRequest;
import dev.ostiary.wire.webhooks.SendTestEventResponse;
import dev.ostiary.wire.webhooks.WebhookEndpointServiceGrpc.WebhookEndpointServiceBlockingStub;
import io.grpc.Status.Code;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Test events and blocked lanes through the API, and what test events show beside what real ones
/// look like.
class TestEventApiTest {
  private static final String ENDPOINTS = "/api/v1/webhooks/endpoints";

  @Test
  void aTestEventIsSentToOneEndpointAndSeenInNoLog() {
    try (ApiWorld world = new ApiWorld();
        WebhookReceiver receiver = new WebhookReceiver()) {
      String id = endpoint(world, receiver);
      var endpoints = world.stub(WebhookEndpointServiceBlockingStub.class);
      SendTestEventResponse sent =
          endpoints.sendTestEvent(
              SendTestEventRequest.newBuilder()
                  .setId(id)
                  .setEventType("webhook.endpoint_disabled")
                  .build());
      WebhookReceiver.Request arrived = receiver.next();

      assertThat(arrived.id()).isEqualTo(sent.getEventId());
      assertThat(arrived.type()).isEqualTo(sent.getEventType());
      assertThat(EventMapping.struct(Json.parseObject(arrived.body())))
          .isEqualTo(sent.getEventPayload());
      String path = ENDPOINTS + "/" + id;
      assertThat(world.get(path + "/deliveries").json().at("/deliveries/0/test").asBoolean())
          .isTrue();
      JsonNode rest =
          world.rest(POST, path + ":test", "{\"event_type\":\"organization.sso_enabled\"}").json();
      assertThat(rest.at("/event_payload/data/status").asText()).isEqualTo("COMPLETED");
      assertThat(receiver.next().id()).isEqualTo(rest.path("event_id").asText());
      assertThat(world.get("/api/v1/events").json().path("entries")).isEmpty();
      Refusal refusal =
          Refusal.rest(world.rest(POST, path + ":test", "{\"event_type\":\"no.such\"}"));
      assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(refusal.fields()).containsExactly("event_type");
      blockedLanes(world, receiver, path);
    }
  }

  private static void blockedLanes(ApiWorld world, WebhookReceiver receiver, String path) {
    assertThat(world.get(path + "/blocked_lanes").json().path("lanes")).isEmpty();
    receiver.answer(500);
    String organization = made(world, "/api/v1/organizations", "{\"display_name\":\"Told\"}");
    receiver.next();

    // It is recorded after the receiver has answered.
    JsonNode lanes = world.get(path + "/blocked_lanes").json().path("lanes");
    for (int i = 0; i < 1000 && lanes.isEmpty(); i++) {
      lanes = world.get(path + "/blocked_lanes").json().path("lanes");
    }
    assertThat(lanes).hasSize(1);
    assertThat(lanes.at("/0/organization_id").asText()).isEqualTo(organization);
    assertThat(lanes.at("/0/last_response_status").asInt()).isEqualTo(500);
    assertThat(lanes.at("/0/last_error").asText()).contains("500");
    assertThat(lanes.at("/0/blocked_since").asText()).isNotEmpty();
    assertThat(world.get("/api/v1/events").json().path("entries")).hasSize(1);
  }

  private static String endpoint(ApiWorld world, WebhookReceiver receiver) {
    return made(world, ENDPOINTS, "{\"url\":\"%s\",\"name\":\"E\"}".formatted(receiver.url()));
  }

  @Test
  void theSamplesLookLikeWhatTheApiCauses() {
    try (ApiWorld world = new ApiWorld()) {
      String organization =
          made(
              world,
              "/api/v1/organizations",
              "{\"display_name\":\"Acme\",\"external_id\":\"acme-1\",\"metadata\":{\"test\":\"a\"}}");
      String path = "/api/v1/organizations/" + organization;
      world.rest(PATCH, path, "{\"display_name\":\"Acme Inc\"}");
      String domain = made(world, path + "/domains", "{\"domain\":\"acme-one.com\"}");
      String connection =
          made(world, path + "/connections", "{\"provider\":\"IDP_SIMULATOR\",\"type\":\"OIDC\"}");
      world.rest(PATCH, path + "/connections/" + connection + ":enable", "");
      world.rest(PATCH, path + "/connections/" + connection + ":disable", "");
      world.rest(DELETE, path + "/domains/" + domain, "");
      world.rest(DELETE, path, "");

      Map<String, String> payloads = new HashMap<>();
      world
          .database()
          .transact(tx ->
              tx.sql("select type, convert_from(payload, 'UTF8') as payload from event")
                  .list(row -> payloads.put(row.text("type"), row.text("payload"))));
      assertThat(payloads)
          .containsOnlyKeys(
              "organization.created",
              "organization.updated",
              "organization.deleted",
              "organization.domain_created",
              "organization.domain_deleted",
              "organization.sso_created",
              "organization.sso_enabled",
              "organization.sso_disabled",
              "organization.sso_deleted");
      payloads.forEach(Shape::assertSampled);
    }
  }

  private static String made(ApiWorld world, String path, String body) {
    ApiWorld.Answer answer = world.rest(POST, path, body);
    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
    return answer.json().elements().next().path("id").asText();
  }
}
