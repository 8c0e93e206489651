package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.wire.log.EventLogServiceGrpc.EventLogServiceBlockingStub;
import dev.ostiary.wire.log.LogEntry;
import dev.ostiary.wire.log.ReadEventsRequest;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The log read by cursor, and the state of an organization that belongs to a cursor.
class EventLogApiTest {
  private static final String EVENTS = "/api/v1/events";
  private static final String ORGANIZATIONS = "/api/v1/organizations";

  private static ApiWorld world;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static String organization(String name) {
    return world
        .rest(POST, ORGANIZATIONS, "{\"display_name\":\"%s\"}".formatted(name))
        .json()
        .path("organization")
        .path("id")
        .asText();
  }

  private static String connection(String organization) {
    return world
        .rest(
            POST,
            ORGANIZATIONS + "/" + organization + "/connections",
            "{\"provider\":\"OKTA\",\"type\":\"OIDC\"}")
        .json()
        .path("connection")
        .path("id")
        .asText();
  }

  private static JsonNode read(String query) {
    ApiWorld.Answer answer = world.get(EVENTS + "?" + query);
    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
    return answer.json();
  }

  /// The end of the log, once everything that was answered so far can be read.
  private static String end() {
    return world
        .get(ORGANIZATIONS + "/" + organization("Mark") + "/state")
        .json()
        .path("cursor")
        .asText();
  }

  private static List<String> texts(JsonNode entries, String member) {
    List<String> texts = new ArrayList<>();
    entries.forEach(entry -> texts.add(entry.path(member).asText()));
    return texts;
  }

  @Test
  void thePayloadsAreTheBytesThatWebhooksAreSent() {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      String start = end();
      assertThat(
              world
                  .rest(
                      POST,
                      "/api/v1/webhooks/endpoints",
                      "{\"url\":\"%s\",\"name\":\"Compared\"}".formatted(receiver.url()))
                  .status())
          .isEqualTo(200);
      String organization = organization("Zürich \u2713");
      connection(organization);

      List<String> sent = List.of(receiver.next().body(), receiver.next().body());
      JsonNode pulled = read("after=" + start + "&organization_id=" + organization);

      assertThat(texts(pulled.path("entries"), "payload")).isEqualTo(sent);
    }
  }

  @Test
  void aReaderGoesThroughTheLogPageByPageAndMissesNothing() {
    String start = end();
    String acme = organization("Acme");
    String globex = organization("Globex");
    connection(acme);
    connection(globex);
    connection(acme);

    List<String> organizations = new ArrayList<>();
    List<String> sequences = new ArrayList<>();
    String cursor = start;
    boolean more = true;
    while (more) {
      JsonNode page = read("limit=2&after=" + cursor);
      organizations.addAll(texts(page.path("entries"), "organization_id"));
      sequences.addAll(texts(page.path("entries"), "sequence"));
      cursor = page.path("cursor").asText();
      more = page.path("more").asBoolean();
    }

    assertThat(organizations).containsExactly(acme, globex, acme, globex, acme);
    assertThat(sequences).containsExactly("1", "1", "2", "2", "3");
    assertThat(read("after=" + cursor).path("entries")).isEmpty();
  }

  @Test
  void eachEntryNamesTheOneBeforeInItsOrganization() {
    String organization = organization("Gapless");
    connection(organization);

    JsonNode entries = read("organization_id=" + organization).path("entries");

    assertThat(texts(entries, "sequence")).containsExactly("1", "2");
    assertThat(texts(entries, "previous_sequence")).containsExactly("0", "1");
  }

  @Test
  void aFilterByTypeMovesTheCursorPastWhatItLeavesOut() {
    String start = end();
    String organization = organization("Filtered");
    connection(organization);

    JsonNode page = read("after=" + start + "&type=organization.sso_created");

    assertThat(texts(page.path("entries"), "type")).containsExactly("organization.sso_created");
    assertThat(read("after=" + page.path("cursor").asText()).path("entries")).isEmpty();
  }

  @Test
  void theDetailedFormatHoldsTheSequenceToo() {
    String organization = organization("Detailed");

    String payload =
        read("format=DETAILED&organization_id=" + organization)
            .path("entries")
            .path(0)
            .path("payload")
            .asText();

    assertThat(Json.parseObject(payload).path("sequence").asInt()).isEqualTo(1);
    assertThat(Json.parseObject(payload).path("previous_sequence").isInt()).isTrue();
  }

  @Test
  void aWaitingReaderIsAnsweredWhenSomethingHappens() {
    String organization = organization("Awaited");
    String start = read("after=latest").path("cursor").asText();
    CompletableFuture<JsonNode> waiting =
        CompletableFuture.supplyAsync(() -> awaited("&organization_id=" + organization, start));
    organization("Somebody else");
    connection(organization);

    JsonNode entries = waiting.join();

    assertThat(texts(entries, "type")).first().isEqualTo("organization.sso_created");
  }

  /// Entries as a reader gets them, who asks again when it is answered before there is any: that
  /// may be when something else happened just as it began to wait.
  private static JsonNode awaited(String filter, String after) {
    JsonNode page = read("wait=30&after=" + after + filter);
    return page.path("entries").isEmpty()
        ? awaited(filter, page.path("cursor").asText())
        : page.path("entries");
  }

  @Test
  void aWaitThatSeesNothingEndsWithItsTime() {
    String organization = organization("Silent");
    String start = read("organization_id=" + organization).path("cursor").asText();

    JsonNode page = read("wait=1&after=" + start + "&organization_id=" + organization);

    assertThat(page.path("entries")).isEmpty();
    assertThat(page.path("cursor").asText()).isEqualTo(start);
    assertThat(page.path("more").asBoolean()).isFalse();
  }

  @Test
  void grpcReadsTheSame() {
    String organization = organization("Both doors");

    LogEntry entry =
        world
            .stub(EventLogServiceBlockingStub.class)
            .readEvents(ReadEventsRequest.newBuilder().setOrganizationId(organization).build())
            .getEntries(0);

    assertThat(entry.getPayload())
        .isEqualTo(
            read("organization_id=" + organization)
                .path("entries")
                .path(0)
                .path("payload")
                .asText());
  }

  @Test
  void theStateOfAnOrganizationAndItsCursorBelongTogether() {
    String organization = organization("Stateful");
    String connection = connection(organization);

    world.rest(
        POST, ORGANIZATIONS + "/" + organization + "/domains", "{\"domain\":\"stateful.test\"}");
    JsonNode state = world.get(ORGANIZATIONS + "/" + organization + "/state").json();

    assertThat(state.path("organization").path("display_name").asText()).isEqualTo("Stateful");
    assertThat(texts(state.path("connections"), "id")).containsExactly(connection);
    assertThat(texts(state.path("domains"), "domain")).containsExactly("stateful.test");
    assertThat(state.path("sequence").asText()).isEqualTo("3");

    world.rest(PATCH, ORGANIZATIONS + "/" + organization, "{\"display_name\":\"Renamed\"}");
    world.rest(DELETE, ORGANIZATIONS + "/" + organization + "/connections/" + connection, "");
    JsonNode later =
        read("organization_id=" + organization + "&after=" + state.path("cursor").asText());

    assertThat(later.path("entries"))
        .filteredOn(entry -> entry.path("sequence").asLong() > 2)
        .extracting(entry -> entry.path("type").asText())
        .containsExactly("organization.updated", "organization.sso_deleted");
  }

  @Test
  void theLogOfAnotherEnvironmentIsNotThere() {
    String organization = organization("Private");
    String other = "Bearer " + world.otherToken();

    assertThat(world.rest(GET, EVENTS, other, "").json().path("entries")).isEmpty();
    ApiWorld.Answer state =
        world.rest(GET, ORGANIZATIONS + "/" + organization + "/state", other, "");
    assertThat(Refusal.rest(state).code()).isEqualTo(Code.NOT_FOUND);
    assertThat(world.get(ORGANIZATIONS + "/" + organization + "/state").status()).isEqualTo(200);
  }

  @Test
  void aStateHasNoVersionOfTheOrganizationAlone() {
    String organization = organization("Mark II");
    assertThat(world.get(ORGANIZATIONS + "/" + organization).header("etag")).isNotEmpty();
    assertThat(world.get(ORGANIZATIONS + "/" + organization + "/state").header("etag")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "after=x",
        "after=-1",
        "after=99999999999999999999",
        "limit=501",
        "wait=31",
        "type=nothing",
        "organization_id=conn_1",
        "format=XML"
      })
  void whatCannotBeReadIsRefused(String query) {
    assertThat(Refusal.rest(world.get(EVENTS + "?" + query)).code())
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(Refusal.rest(world.get(EVENTS + "/stream?" + query)).code())
        .isEqualTo(Code.INVALID_ARGUMENT);
  }
}
