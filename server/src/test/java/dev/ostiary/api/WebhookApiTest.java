package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.of;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Int32Value;
import com.google.protobuf.UInt32Value;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.wire.webhooks.Attempt;
import dev.ostiary.wire.webhooks.CreateWebhookEndpoint;
import dev.ostiary.wire.webhooks.CreateWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.CreateWebhookEndpointResponse;
import dev.ostiary.wire.webhooks.DeleteWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.DeliveryStatus;
import dev.ostiary.wire.webhooks.DisableWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.EnableWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.GetDeliveryRequest;
import dev.ostiary.wire.webhooks.GetWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.ListDeliveriesRequest;
import dev.ostiary.wire.webhooks.ListDeliveriesResponse;
import dev.ostiary.wire.webhooks.ListWebhookEndpointsRequest;
import dev.ostiary.wire.webhooks.ListWebhookKeysRequest;
import dev.ostiary.wire.webhooks.RevealWebhookEndpointSecretRequest;
import dev.ostiary.wire.webhooks.RotateWebhookEndpointSecretRequest;
import dev.ostiary.wire.webhooks.RotateWebhookKeyRequest;
import dev.ostiary.wire.webhooks.UpdateWebhookEndpoint;
import dev.ostiary.wire.webhooks.UpdateWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.WebhookDeliveryServiceGrpc.WebhookDeliveryServiceBlockingStub;
import dev.ostiary.wire.webhooks.WebhookEndpoint;
import dev.ostiary.wire.webhooks.WebhookEndpointServiceGrpc.WebhookEndpointServiceBlockingStub;
import dev.ostiary.wire.webhooks.WebhookKeyServiceGrpc.WebhookKeyServiceBlockingStub;
import dev.ostiary.wire.webhooks.WebhookKeysResponse;
import io.grpc.Status.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Webhook endpoints and their deliveries through both doors of the API.
class WebhookApiTest {
  private static final String ENDPOINTS = "/api/v1/webhooks/endpoints";

  private static ApiWorld world;
  private static WebhookEndpointServiceBlockingStub endpoints;
  private static WebhookDeliveryServiceBlockingStub deliveries;

  private WebhookReceiver receiver;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    endpoints = world.stub(WebhookEndpointServiceBlockingStub.class);
    deliveries = world.stub(WebhookDeliveryServiceBlockingStub.class);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void receive() {
    receiver = new WebhookReceiver();
  }

  @AfterEach
  void receiveNoMore() {
    for (WebhookEndpoint endpoint :
        endpoints
            .listWebhookEndpoints(ListWebhookEndpointsRequest.newBuilder().setPageSize(100).build())
            .getEndpointsList()) {
      delete(endpoint.getId());
    }
    receiver.close();
  }

  @Test
  void anEndpointHasItsDefaultsAndShowsItsSecretOnce() {
    CreateWebhookEndpointResponse created = create(wanted());
    WebhookEndpoint endpoint = created.getEndpoint();

    assertThat(created.getSecret()).startsWith("whsec_");
    assertThat(endpoint.getEnabled()).isTrue();
    assertThat(endpoint.getTimeoutSeconds()).isEqualTo(15);
    assertThat(endpoint.getOrdering()).isEqualTo(WebhookEndpoint.Ordering.PER_ORGANIZATION);
    assertThat(endpoint.getPayloadFormat()).isEqualTo(WebhookEndpoint.PayloadFormat.STANDARD);
    assertThat(endpoint.getRetryDelaysSecondsList()).startsWith(5, 300);
    assertThat(get(endpoint.getId())).isEqualTo(endpoint);
    assertThat(world.get(ENDPOINTS + "/" + endpoint.getId()).http().contentUtf8())
        .contains("\"event_types\":[]")
        .doesNotContain("whsec_");
  }

  @Test
  void anUpdateChangesWhatItNamesAndLeavesTheRest() {
    WebhookEndpoint before =
        create(
                wanted()
                    .setTimeoutSeconds(UInt32Value.of(7))
                    .addEventTypes("organization.created")
                    .putHeaders("x-app", "one"))
            .getEndpoint();

    WebhookEndpoint renamed =
        update(before.getId(), UpdateWebhookEndpoint.newBuilder().setName("New"));
    assertThat(renamed)
        .isEqualTo(
            before.toBuilder().setName("New").setUpdateTime(renamed.getUpdateTime()).build());

    WebhookEndpoint cleared =
        update(
            before.getId(),
            UpdateWebhookEndpoint.newBuilder()
                .setEventTypes(UpdateWebhookEndpoint.EventTypes.getDefaultInstance())
                .setHeaders(UpdateWebhookEndpoint.Headers.getDefaultInstance())
                .setEnabled(false));
    assertThat(cleared.getEventTypesList()).isEmpty();
    assertThat(cleared.getHeadersMap()).isEmpty();
    assertThat(cleared.getEnabled()).isFalse();
    assertThat(cleared.getTimeoutSeconds()).isEqualTo(7);
    assertThat(get(before.getId())).isEqualTo(cleared);
  }

  @Test
  void theSameOverRest() {
    JsonNode created =
        world
            .rest(POST, ENDPOINTS, "{\"url\":\"%s\",\"name\":\"R\"}".formatted(receiver.url()))
            .json();
    String one = ENDPOINTS + "/" + created.path("endpoint").path("id").asText();

    JsonNode updated =
        world
            .rest(
                PATCH,
                one,
                "{\"timeout_seconds\":3,\"event_types\":{\"types\":[\"organization.deleted\"]}}")
            .json();
    assertThat(updated.path("endpoint").path("timeout_seconds").asInt()).isEqualTo(3);
    assertThat(world.rest(PATCH, one + ":disable", "").json().path("endpoint").path("enabled"))
        .hasToString("false");
    assertThat(
            world
                .rest(PATCH, one + ":enable", "{\"start\":\"END\"}")
                .json()
                .path("endpoint")
                .path("enabled"))
        .hasToString("true");
    JsonNode secrets = world.get(one + "/secret").json().path("secrets");
    assertThat(secrets.path(0).path("secret")).isEqualTo(created.path("secret"));
    assertThat(secrets.path(0).has("expire_time")).isFalse();
    assertThat(world.rest(POST, one + "/secret:rotate", "").json().path("secrets")).hasSize(2);
    assertThat(world.rest(DELETE, one, "").http().contentUtf8()).isEqualTo("{}");
    assertThat(world.get(one).status()).isEqualTo(404);
  }

  @Test
  void endpointsAreListedNewestFirstPageByPage() {
    String older = create(wanted()).getEndpoint().getId();
    String newer = create(wanted()).getEndpoint().getId();
    var request = ListWebhookEndpointsRequest.newBuilder().setPageSize(1);

    var first = endpoints.listWebhookEndpoints(request.build());
    var second =
        endpoints.listWebhookEndpoints(request.setPageToken(first.getNextPageToken()).build());

    assertThat(first.getTotalSize()).isEqualTo(2);
    assertThat(first.getEndpoints(0).getId()).isEqualTo(newer);
    assertThat(second.getEndpoints(0).getId()).isEqualTo(older);
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void aSecretIsRevealedAndRotatedWithAnOverlap() {
    CreateWebhookEndpointResponse created = create(wanted());
    String id = created.getEndpoint().getId();
    var reveal = RevealWebhookEndpointSecretRequest.newBuilder().setId(id).build();
    var rotate = RotateWebhookEndpointSecretRequest.newBuilder().setId(id);

    assertThat(endpoints.revealWebhookEndpointSecret(reveal).getSecrets(0).getSecret())
        .isEqualTo(created.getSecret());
    var both = endpoints.rotateWebhookEndpointSecret(rotate.build());
    assertThat(both.getSecretsList()).hasSize(2);
    assertThat(both.getSecrets(0).hasExpireTime()).isFalse();
    assertThat(both.getSecrets(1).getSecret()).isEqualTo(created.getSecret());
    assertThat(both.getSecrets(1).hasExpireTime()).isTrue();
    var one =
        endpoints.rotateWebhookEndpointSecret(rotate.setOverlapSeconds(Int32Value.of(0)).build());
    assertThat(one.getSecrets(0).getSecret())
        .isNotEqualTo(created.getSecret())
        .isNotEqualTo(both.getSecrets(0).getSecret());
  }

  @Test
  void aDeliveryIsListedAndReadWithItsAttempts() {
    String id = create(wanted()).getEndpoint().getId();
    String organization = organization();
    String event = receiver.next().id();

    ListDeliveriesResponse listed = delivered(id);

    assertThat(listed.getDeliveriesList()).hasSize(1);
    assertThat(listed.getDeliveries(0).getEventId()).isEqualTo(event);
    assertThat(listed.getDeliveries(0).getOrganizationId()).isEqualTo(organization);
    assertThat(listed.getDeliveries(0).getEventType()).isEqualTo("organization.created");
    var read =
        deliveries.getDelivery(
            GetDeliveryRequest.newBuilder().setEndpointId(id).setEventId(event).build());
    assertThat(read.getDelivery()).isEqualTo(listed.getDeliveries(0));
    assertThat(read.getAttemptsList()).hasSize(1);
    assertThat(read.getAttempts(0).getOutcome()).isEqualTo(Attempt.Outcome.SUCCESS);
    assertThat(read.getAttempts(0).getResponseStatus()).isEqualTo(200);
    JsonNode rest = world.get(ENDPOINTS + "/" + id + "/deliveries/" + event).json();
    assertThat(rest.path("delivery").path("event_id").asText()).isEqualTo(event);
    assertThat(rest.path("delivery").path("sequence").isTextual()).isTrue();
  }

  @Test
  void deliveriesAreFiltered() {
    String id = create(wanted()).getEndpoint().getId();
    String organization = organization();
    receiver.next();
    delivered(id);
    String all = ENDPOINTS + "/" + id + "/deliveries";

    assertThat(found(all)).isEqualTo(1);
    assertThat(found(all + "?organization_id=" + organization)).isEqualTo(1);
    assertThat(found(all + "?organization_id=org_12345")).isZero();
    assertThat(found(all + "?event_type=organization.created&event_type=x")).isEqualTo(1);
    assertThat(found(all + "?event_type=organization.deleted")).isZero();
    assertThat(found(all + "?status=SUCCESS")).isEqualTo(1);
    assertThat(found(all + "?status=EXHAUSTED")).isZero();
    assertThat(found(all + "?start_time=2020-01-01T00:00:00Z")).isEqualTo(1);
    assertThat(found(all + "?end_time=2020-01-01T00:00:00Z")).isZero();
    assertThat(Refusal.rest(world.get(all + "?status=LOST")).fields()).containsExactly("status");
    assertThat(Refusal.rest(world.get(all + "?start_time=yesterday")).code())
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  private static int found(String path) {
    return world.get(path).json().path("deliveries").size();
  }

  @Test
  void aDisabledEndpointIsSentNothingUntilItIsEnabled() {
    String id = create(wanted()).getEndpoint().getId();
    var disable = DisableWebhookEndpointRequest.newBuilder().setId(id).build();
    var enable = EnableWebhookEndpointRequest.newBuilder().setId(id).build();

    assertThat(endpoints.disableWebhookEndpoint(disable).getEndpoint().getEnabled()).isFalse();
    assertThat(endpoints.disableWebhookEndpoint(disable).getEndpoint().getEnabled()).isFalse();
    String organization = organization();
    assertThat(endpoints.enableWebhookEndpoint(enable).getEndpoint().getEnabled()).isTrue();

    assertThat(receiver.next().organization()).isEqualTo(organization);
  }

  @Test
  void whatHappensInAnotherEnvironmentIsNotSent() {
    create(wanted());
    String other = "Bearer " + world.otherToken();
    assertThat(
            world
                .rest(POST, "/api/v1/organizations", other, "{\"display_name\":\"Theirs\"}")
                .status())
        .isEqualTo(200);
    String ours = organization();

    assertThat(receiver.next().organization()).isEqualTo(ours);
    assertThat(receiver.isQuiet()).isTrue();
  }

  @Test
  void theKeysOfTheEnvironmentAreListedAndRotated() {
    var keys = world.stub(WebhookKeyServiceBlockingStub.class);
    WebhookKeysResponse before = keys.listWebhookKeys(ListWebhookKeysRequest.getDefaultInstance());

    WebhookKeysResponse after = keys.rotateWebhookKey(RotateWebhookKeyRequest.getDefaultInstance());
    JsonNode rest = world.get("/api/v1/webhooks/keys").json();

    assertThat(before.getKeysList()).hasSize(1);
    assertThat(after.getKeysList()).hasSize(2);
    assertThat(after.getKeys(1).getKid()).isEqualTo(before.getKeys(0).getKid());
    assertThat(after.getKeys(1).hasExpireTime()).isTrue();
    assertThat(rest.path("keys").findValuesAsText("kid"))
        .containsExactly(after.getKeys(0).getKid(), after.getKeys(1).getKid());
  }

  static Stream<Arguments> faultyEndpoints() {
    return Stream.of(
        of("{}", "endpoint.url"),
        of("{\"url\":\"http://127.0.0.1:9/\"}", "endpoint.name"),
        of("{\"url\":\"nonsense\",\"name\":\"E\"}", "endpoint.url"),
        of("{\"url\":\"ftp://example.com/\",\"name\":\"E\"}", "endpoint.url"),
        of("{\"url\":\"http://10.0.0.1/\",\"name\":\"E\"}", "endpoint.url"),
        of("{\"url\":\"http://127.0.0.1:9/\",\"name\":\"E\",\"timeout_seconds\":31}", "timeout"),
        of("{\"url\":\"http://127.0.0.1:9/\",\"name\":\"E\",\"ordering\":\"LIFO\"}", "ordering"),
        of(
            "{\"url\":\"http://127.0.0.1:9/\",\"name\":\"E\",\"event_types\":[\"no.such\"]}",
            "event"),
        of(
            "{\"url\":\"http://127.0.0.1:9/\",\"name\":\"E\",\"headers\":{\"a b\":\"c\"}}",
            "headers"),
        of("{\"url\":\"http://127.0.0.1:9/\",\"name\":\"E\",\"headers\":{\"host\":\"c\"}}", "host"),
        of(
            "{\"url\":\"http://127.0.0.1:9/\",\"name\":\"E\",\"headers\":{\"a\":\"b\\r\\nc: d\"}}",
            "headers"));
  }

  @ParameterizedTest
  @MethodSource("faultyEndpoints")
  void aFaultyEndpointIsRefusedAndNotStored(String body, String words) {
    ApiWorld.Answer answer = world.rest(POST, ENDPOINTS, body);

    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(400);
    Refusal refusal = Refusal.rest(answer);
    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.message()).contains(words);
    assertThat(world.get(ENDPOINTS).json().path("total_size").asInt(-1)).isZero();
  }

  @Test
  void aFaultyUpdateStoresNothingOfIt() {
    WebhookEndpoint before = create(wanted()).getEndpoint();

    Refusal refusal =
        Refusal.grpc(() ->
            update(
                before.getId(),
                UpdateWebhookEndpoint.newBuilder()
                    .setName("Half way")
                    .setEnabled(false)
                    .setUrl("http://10.0.0.1/")));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(get(before.getId())).isEqualTo(before);
  }

  private CreateWebhookEndpoint.Builder wanted() {
    return CreateWebhookEndpoint.newBuilder().setUrl(receiver.url()).setName("App");
  }

  private static CreateWebhookEndpointResponse create(CreateWebhookEndpoint.Builder wanted) {
    return endpoints.createWebhookEndpoint(
        CreateWebhookEndpointRequest.newBuilder().setEndpoint(wanted).build());
  }

  private static WebhookEndpoint update(String id, UpdateWebhookEndpoint.Builder change) {
    return endpoints
        .updateWebhookEndpoint(
            UpdateWebhookEndpointRequest.newBuilder().setId(id).setEndpoint(change).build())
        .getEndpoint();
  }

  private static WebhookEndpoint get(String id) {
    return endpoints
        .getWebhookEndpoint(GetWebhookEndpointRequest.newBuilder().setId(id).build())
        .getEndpoint();
  }

  private static void delete(String id) {
    var _ =
        endpoints.deleteWebhookEndpoint(
            DeleteWebhookEndpointRequest.newBuilder().setId(id).build());
  }

  private static String organization() {
    return world
        .rest(POST, "/api/v1/organizations", "{\"display_name\":\"Told\"}")
        .json()
        .path("organization")
        .path("id")
        .asText();
  }

  /// The deliveries once the first is recorded, which happens after the receiver has answered.
  private static ListDeliveriesResponse delivered(String endpoint) {
    var request = ListDeliveriesRequest.newBuilder().setEndpointId(endpoint).build();
    ListDeliveriesResponse listed = deliveries.listDeliveries(request);
    for (int i = 0; i < 1000 && !isRecorded(listed); i++) {
      listed = deliveries.listDeliveries(request);
    }
    assertThat(isRecorded(listed)).isTrue();
    return listed;
  }

  private static boolean isRecorded(ListDeliveriesResponse listed) {
    return listed.getDeliveriesCount() > 0
        && listed.getDeliveries(0).getStatus() == DeliveryStatus.SUCCESS;
  }
}
