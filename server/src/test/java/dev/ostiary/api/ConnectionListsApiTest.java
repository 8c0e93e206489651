package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.wire.connections.ConnectionServiceGrpc.ConnectionServiceBlockingStub;
import dev.ostiary.wire.connections.ListAppConnectionsRequest;
import dev.ostiary.wire.connections.ListAppConnectionsResponse;
import dev.ostiary.wire.connections.ListConnectionsRequest;
import dev.ostiary.wire.connections.ListOrganizationConnectionsRequest;
import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The lists of connections, of one organization and of all.
class ConnectionListsApiTest {
  private static ApiWorld world;
  private static ConnectionServiceBlockingStub connections;

  private String organization;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    connections = world.stub(ConnectionServiceBlockingStub.class);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void anOrganization() {
    organization =
        made("/api/v1/organizations", "{\"display_name\":\"Megasoft\"}").path("id").asText();
  }

  @Test
  void listsShowTheEnabledOnesAndAllWhenAsked() {
    String draft = draft();
    String enabled = enabled();

    assertThat(listed("", organization)).containsExactly(enabled);
    assertThat(listed("all", organization)).containsExactly(enabled, draft);
    assertThat(listed("", "")).contains(enabled).doesNotContain(draft);
    assertThat(listed("all", "")).contains(enabled, draft);
  }

  /// There are connections of organizations alone, and `app` is no connection's id.
  @Test
  void connectionsOfTheAppItselfAreNone() {
    enabled();

    JsonNode none = world.get("/api/v1/connections/app?page_size=30&query=mega").json();

    assertThat(none.path("connections").isArray()).isTrue();
    assertThat(none.path("connections")).isEmpty();
    assertThat(none.path("total_size").asInt(-1)).isZero();
    assertThat(connections.listAppConnections(ListAppConnectionsRequest.getDefaultInstance()))
        .isEqualTo(ListAppConnectionsResponse.getDefaultInstance());
    assertThat(Refusal.rest(world.get("/api/v1/connections/app?page_size=31&provider=")).fields())
        .containsExactly("page_size", "provider");
  }

  @Test
  void anItemNamesItsOrganization() {
    enabled();

    JsonNode item =
        world
            .get("/api/v1/connections?organization_id=" + organization)
            .json()
            .path("connections")
            .path(0);

    assertThat(item.path("organization_id").asText()).isEqualTo(organization);
    assertThat(item.path("organization_name").asText()).isEqualTo("Megasoft");
    assertThat(item.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(item.path("domains").isArray()).isTrue();
  }

  @Test
  void theListOfTheWholeEnvironmentHasPages() {
    String older = draft();
    String newer = draft();
    var request = ListOrganizationConnectionsRequest.newBuilder().setPageSize(1);

    var first = connections.listOrganizationConnections(request.build());
    var second =
        connections.listOrganizationConnections(
            request.setPageToken(first.getNextPageToken()).build());
    JsonNode rest = world.get("/api/v1/organizations/-/connections").json();

    assertThat(first.getConnections(0).getId()).isEqualTo(newer);
    assertThat(second.getConnections(0).getId()).isEqualTo(older);
    assertThat(first.getTotalSize()).isGreaterThanOrEqualTo(2);
    assertThat(rest.path("total_size").asInt()).isEqualTo(first.getTotalSize());
  }

  @Test
  void aPageOfMoreThanThirtyIsRefused() {
    ApiWorld.Answer answer = world.get("/api/v1/organizations/-/connections?page_size=31");

    assertThat(Refusal.rest(answer).fields()).containsExactly("page_size");
    assertThat(world.get("/api/v1/organizations/-/connections?page_size=30").status())
        .isEqualTo(200);
  }

  @Test
  void theListWithoutPagesLeavesNothingOut() {
    for (int i = 0; i < 101; i++) {
      draft();
    }

    assertThat(listed("all", "")).hasSizeGreaterThanOrEqualTo(101);
    assertThat(listed("all", organization)).hasSize(101);
  }

  @Test
  void aDomainLeadsToTheConnectionsOfItsOrganization() {
    String draft = draft();
    String enabled = enabled();
    String byDomain = "/api/v1/connections?domain=Megasoft.example";
    assertThat(ids(byDomain)).isEmpty();

    String domain =
        made(
                "/api/v1/organizations/" + organization + "/domains",
                "{\"domain\":\"megasoft.example\"}")
            .path("id")
            .asText();

    assertThat(ids(byDomain)).containsExactly(enabled);
    assertThat(ids(byDomain + "&include=all")).containsExactly(enabled, draft);
    assertThat(ids(byDomain + "&organization_id=" + organization)).containsExactly(enabled);
    JsonNode item = world.get(byDomain).json().path("connections").path(0);
    assertThat(item.path("domains").path(0).asText()).isEqualTo("megasoft.example");

    assign(draft, domain);

    assertThat(ids(byDomain + "&include=all")).containsExactly(draft);
    assign(draft);
    assertThat(ids(byDomain + "&include=all")).containsExactly(enabled, draft);
    world.rest(DELETE, "/api/v1/organizations/" + organization + "/domains/" + domain, "");
    assertThat(ids(byDomain)).isEmpty();
  }

  @Test
  void connectionsOfAllOrganizationsAreSearched() {
    String draft = draft();
    String enabled = enabled();
    String search = "/api/v1/organizations/-/connections:search?page_size=30&query=mega";

    assertThat(ids(search)).contains(enabled, draft);
    assertThat(ids(search + "&enabled=false")).contains(draft).doesNotContain(enabled);
    assertThat(ids(search + "&status=COMPLETED")).contains(enabled).doesNotContain(draft);
    assertThat(ids(search + "&connection_type=OIDC&status=DRAFT")).doesNotContain(draft, enabled);
    assertThat(ids(search.replace("mega", "nobody"))).isEmpty();
    assertThat(Refusal.rest(world.get(search + "&provider=NOBODY")).code())
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  private List<String> ids(String path) {
    return world.get(path).json().path("connections").findValuesAsText("id");
  }

  private void assign(String connection, String... domains) {
    ApiWorld.Answer answer =
        world.rest(
            PUT,
            "/api/v1/organizations/" + organization + "/connections/" + connection + "/domains",
            "{\"domain_ids\":["
                + String.join(",", List.of(domains).stream().map(id -> '"' + id + '"').toList())
                + "]}");
    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
    assertThat(answer.json().path("connection").path("domains").findValuesAsText("id"))
        .containsAll(List.of(domains));
  }

  @Test
  void theConnectionsOfAnUnknownOrganizationAreNotFound() {
    Refusal refusal = Refusal.rest(world.get("/api/v1/connections?organization_id=org_12345"));

    assertThat(refusal.code()).isEqualTo(Code.NOT_FOUND);
  }

  private String draft() {
    return created("{\"provider\":\"CUSTOM\",\"type\":\"SAML\"}");
  }

  private String enabled() {
    String id = created("{\"provider\":\"IDP_SIMULATOR\",\"type\":\"OIDC\"}");
    assertThat(world.rest(PATCH, "/api/v1/connections/" + id + ":enable", "").status())
        .isEqualTo(200);
    return id;
  }

  private String created(String body) {
    return made("/api/v1/organizations/" + organization + "/connections", body).path("id").asText();
  }

  private static JsonNode made(String path, String body) {
    ApiWorld.Answer answer = world.rest(POST, path, body);
    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
    return answer.json().elements().next();
  }

  private static List<String> listed(String include, String organization) {
    var request = ListConnectionsRequest.newBuilder();
    if (!include.isEmpty()) {
      request.setInclude(include);
    }
    if (!organization.isEmpty()) {
      request.setOrganizationId(organization);
    }
    return connections.listConnections(request.build()).getConnectionsList().stream()
        .map(item -> item.getId())
        .toList();
  }
}
