package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.UInt32Value;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.wire.webhooks.CreateReplayRequest;
import dev.ostiary.wire.webhooks.CreateReplayResponse;
import dev.ostiary.wire.webhooks.GetReplayRequest;
import dev.ostiary.wire.webhooks.ListReplaysRequest;
import dev.ostiary.wire.webhooks.Replay;
import dev.ostiary.wire.webhooks.ReplayFilter;
import dev.ostiary.wire.webhooks.WebhookReplayServiceGrpc.WebhookReplayServiceBlockingStub;
import io.grpc.Status.Code;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Replays through both doors of the API.
class WebhookReplayApiTest {
  private static ApiWorld world;
  private static WebhookReplayServiceBlockingStub replays;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    replays = world.stub(WebhookReplayServiceBlockingStub.class);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void whatHappenedBeforeIsCountedSentAndSentAgain() {
    String organization =
        world
            .rest(POST, "/api/v1/organizations", "{\"display_name\":\"Early\"}")
            .json()
            .at("/organization/id")
            .asText();
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      String endpoint =
          world
              .rest(
                  POST,
                  "/api/v1/webhooks/endpoints",
                  "{\"url\":\"%s\",\"name\":\"Late\"}".formatted(receiver.url()))
              .json()
              .at("/endpoint/id")
              .asText();
      String path = "/api/v1/webhooks/endpoints/" + endpoint;
      CreateReplayRequest wanted =
          CreateReplayRequest.newBuilder()
              .setEndpointId(endpoint)
              .setFilter(ReplayFilter.newBuilder().setOrganizationId(organization))
              .setRateLimitPerSecond(UInt32Value.of(100))
              .build();

      CreateReplayResponse dry = replays.createReplay(wanted.toBuilder().setDryRun(true).build());
      assertThat(dry.getMatching()).isEqualTo(1);
      assertThat(dry.hasReplay()).isFalse();
      Replay made = replays.createReplay(wanted).getReplay();
      assertThat(made.getTotal()).isEqualTo(1);
      String event = receiver.next().id();
      awaitDone(endpoint, made.getId());

      JsonNode shown = world.get(path + "/replays/" + made.getId()).json().path("replay");
      assertThat(shown.path("state").asText()).isEqualTo("DONE");
      assertThat(shown.at("/filter/organization_id").asText()).isEqualTo(organization);
      JsonNode resent =
          world.rest(POST, path + "/deliveries/" + event + ":resend", "{}").json().path("replay");
      assertThat(receiver.next().id()).isEqualTo(event);
      awaitDone(endpoint, resent.path("id").asText());

      assertThat(
              replays
                  .listReplays(ListReplaysRequest.newBuilder().setEndpointId(endpoint).build())
                  .getReplaysList())
          .extracting(Replay::getId)
          .containsExactly(resent.path("id").asText(), made.getId());
      assertThat(
              world
                  .rest(POST, path + "/replays/" + made.getId() + ":cancel", "{}")
                  .json()
                  .at("/replay/state")
                  .asText())
          .isEqualTo("DONE");
      refusals(path, made.getId());
    }
  }

  private static void refusals(String path, String replay) {
    assertThat(Refusal.rest(world.get(path + "/replays/whr_1")).code()).isEqualTo(Code.NOT_FOUND);
    String other = "Bearer " + world.otherToken();
    assertThat(Refusal.rest(world.rest(GET, path + "/replays/" + replay, other, "")).code())
        .isEqualTo(Code.NOT_FOUND);
    assertThat(Refusal.rest(world.rest(POST, path + "/replays", other, "{}")).code())
        .isEqualTo(Code.NOT_FOUND);
    assertThat(
            Refusal.rest(
                    world.rest(POST, path + "/replays", "{\"filter\":{\"first_sequence\":\"2\"}}"))
                .fields())
        .containsExactly("filter.organization_id");
    String ofStatus = "{\"dry_run\":true,\"filter\":{\"statuses\":[\"%s\"]}}";
    assertThat(
            Refusal.rest(world.rest(POST, path + "/replays", ofStatus.formatted("PENDING")))
                .fields())
        .containsExactly("filter.statuses");
    assertThat(world.rest(POST, path + "/replays", ofStatus.formatted("SKIPPED")).status())
        .isEqualTo(200);
    assertThat(
            Refusal.rest(world.rest(POST, path + "/replays", "{\"rate_limit_per_second\":101}"))
                .code())
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(Refusal.rest(world.rest(POST, path + "/deliveries/evt_1:resend", "{}")).code())
        .isEqualTo(Code.NOT_FOUND);
  }

  private static void awaitDone(String endpoint, String replay) {
    GetReplayRequest request =
        GetReplayRequest.newBuilder().setEndpointId(endpoint).setId(replay).build();
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (replays.getReplay(request).getReplay().getState() != Replay.State.DONE) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }
}
