package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.platform.Json;
import dev.ostiary.wire.clients.ClientServiceGrpc.ClientServiceBlockingStub;
import dev.ostiary.wire.clients.ListClientsRequest;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The clients of an environment and of its organizations, and the tokens they get.
class ClientApiTest {
  private static final String CLIENTS = "/api/v1/clients";

  private static ApiWorld world;
  private static String organization;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    organization = made("/api/v1/organizations", "{\"display_name\":\"Acme\"}").path("id").asText();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void anOperatorAddsARedirectUri() {
    String path = CLIENTS + "/" + app("Portal");

    JsonNode client =
        changed(
            path,
            """
            {"post_login_uris": ["http://localhost:3000/callback", "https://app.example.com/cb"],
             "initiate_login_uri": "https://app.example.com/login", "enforce_pkce": true}
            """);

    assertThat(client.path("post_login_uris").findValuesAsText("")).isEmpty();
    assertThat(client.path("post_login_uris").path(0).asText())
        .isEqualTo("http://localhost:3000/callback");
    assertThat(client.path("enforce_pkce").asBoolean()).isTrue();
    assertThat(world.get(path).json().path("client")).isEqualTo(client);
  }

  @Test
  void anUpdateLeavesWhatItDoesNotName() {
    String path = CLIENTS + "/" + app("Portal");
    changed(path, "{\"post_login_uris\": [\"https://app.example.com/cb\"], \"scopes\": [\"a\"]}");

    JsonNode renamed = changed(path, "{\"name\": \"Renamed\"}");
    assertThat(renamed.path("name").asText()).isEqualTo("Renamed");
    assertThat(renamed.path("post_login_uris")).hasSize(1);

    JsonNode emptied = changed(path + "?mask=postLoginUris", "{\"name\": \"Ignored\"}");
    assertThat(emptied.path("name").asText()).isEqualTo("Renamed");
    assertThat(emptied.path("post_login_uris")).isEmpty();
    assertThat(emptied.path("scopes")).hasSize(1);
  }

  @Test
  void aBadRedirectUriIsNamed() {
    Refusal refusal =
        Refusal.rest(
            world.rest(
                PATCH,
                CLIENTS + "/" + app("Portal"),
                "{\"post_login_uris\": [\"https://a.example/cb\", \"https://a.example/cb?x=1\"]}"));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.message()).startsWith("client.post_login_uris[1]: ");
  }

  @Test
  void aSecretIsShownOnceAndLastsUntilItIsSwitchedOff() {
    String id = app("Backend");
    String secrets = CLIENTS + "/" + id + "/secrets";
    JsonNode created = world.rest(POST, secrets, "").json();
    String plain = created.path("plain_secret").asText();
    String secret = created.path("secret").path("id").asText();

    assertThat(token(id, plain, "").status()).isEqualTo(200);
    assertThat(world.get(CLIENTS + "/" + id).http().contentUtf8())
        .contains(secret, plain.substring(plain.length() - 4))
        .doesNotContain(plain);
    assertThat(world.rest(PUT, secrets + "/" + secret, "{\"status\":\"INACTIVE\"}").status())
        .isEqualTo(200);
    assertThat(token(id, plain, "").status()).isEqualTo(401);
    assertThat(world.rest(DELETE, secrets + "/" + secret, "").status()).isEqualTo(200);
    assertThat(world.rest(DELETE, secrets + "/" + secret, "").status()).isEqualTo(404);
  }

  @Test
  void aClientMayBeShutOutOfTheApi() {
    String id = app("Sign-in only");
    String path = CLIENTS + "/" + id;
    String plain = world.rest(POST, path + "/secrets", "").json().path("plain_secret").asText();
    String token = token(id, plain, "").json().path("access_token").asText();
    changed(path, "{\"disallow_scalekit_api_access\": true}");

    Refusal refusal = Refusal.rest(world.rest(PATCH, path, "Bearer " + token, "{\"name\":\"x\"}"));

    assertThat(refusal.code()).isEqualTo(Code.PERMISSION_DENIED);
  }

  @Test
  void clientsAreListedByTypeAndPage() {
    app("One");
    String spa =
        made(CLIENTS, "{\"name\":\"Browser\",\"client_type\":\"SPA\"}").path("id").asText();
    ClientServiceBlockingStub stub = world.stub(ClientServiceBlockingStub.class);

    var browsers =
        stub.listClient(
            ListClientsRequest.newBuilder()
                .setFilter(ListClientsRequest.Filter.newBuilder().addClientType("SPA"))
                .build());
    var first = stub.listClient(ListClientsRequest.newBuilder().setPageSize(1).build());
    var second =
        stub.listClient(
            ListClientsRequest.newBuilder()
                .setPageSize(1)
                .setPageToken(first.getNextPageToken())
                .build());

    assertThat(browsers.getClientsList()).extracting(c -> c.getId()).containsExactly(spa);
    assertThat(second.getClientsList())
        .hasSize(1)
        .doesNotContainAnyElementsOf(first.getClientsList());
    assertThat(second.getPrevPageToken()).isNotEmpty();
  }

  @Test
  void aMachineOfAnOrganizationGetsTokensForTheAppAlone() {
    JsonNode created =
        world
            .rest(
                POST,
                machines(),
                """
                {"name": "CI", "scopes": ["deploy", "read"], "audience": ["https://api.example.com"],
                 "custom_claims": [{"key": "tier", "value": "gold"}], "expiry": "600"}
                """)
            .json();
    String id = created.path("client").path("client_id").asText();
    String secret = created.path("plain_secret").asText();
    assertThat(id).startsWith("m2morg_");

    JsonNode answer = token(id, secret, "&scope=read").json();
    JsonNode claims = claims(answer.path("access_token").asText());

    assertThat(answer.path("expires_in").asLong()).isEqualTo(599);
    assertThat(claims.path("sub").asText()).isEqualTo(id);
    assertThat(claims.path("oid").asText()).isEqualTo(organization);
    assertThat(claims.path("tier").asText()).isEqualTo("gold");
    assertThat(claims.path("scopes")).hasSize(1);
    assertThat(claims.path("aud").path(0).asText()).isEqualTo("https://api.example.com");
    assertThat(token(id, secret, "&scope=admin").json().path("error").asText())
        .isEqualTo("invalid_scope");
    assertThat(token(id, secret + "x", "").status()).isEqualTo(401);

    String bearer = "Bearer " + answer.path("access_token").asText();
    Refusal refusal = Refusal.rest(world.rest(PATCH, machines() + "/" + id, bearer, "{}"));
    assertThat(refusal.code()).isEqualTo(Code.PERMISSION_DENIED);
  }

  @Test
  void aMachineIsChangedAndGoesWithItsOrganization() {
    String owner = made("/api/v1/organizations", "{\"display_name\":\"B\"}").path("id").asText();
    String path = "/api/v1/organizations/" + owner + "/clients";
    JsonNode created = world.rest(POST, path, "{\"name\":\"CI\",\"scopes\":[\"a\"]}").json();
    String id = created.path("client").path("client_id").asText();
    String secret = created.path("plain_secret").asText();

    JsonNode changed = changed(path + "/" + id, "{\"description\":\"Builds\"}");
    assertThat(changed.path("name").asText()).isEqualTo("CI");
    assertThat(changed.path("description").asText()).isEqualTo("Builds");
    assertThat(world.get(path).json().path("clients")).hasSize(1);
    String second =
        world.rest(POST, path + "/" + id + "/secrets", "").json().path("plain_secret").asText();
    assertThat(token(id, second, "").status()).isEqualTo(200);
    assertThat(Refusal.rest(world.get(machines() + "/" + id)).message())
        .isEqualTo("client not found: " + id);

    world.rest(DELETE, "/api/v1/organizations/" + owner, "");

    assertThat(token(id, secret, "").status()).isEqualTo(401);
    assertThat(world.get(path).status()).isEqualTo(404);
  }

  private static String machines() {
    return "/api/v1/organizations/" + organization + "/clients";
  }

  private static String app(String name) {
    return made(CLIENTS, "{\"name\":\"" + name + "\",\"client_type\":\"WEB\"}").path("id").asText();
  }

  private static JsonNode made(String path, String body) {
    return first(world.rest(POST, path, body));
  }

  private static JsonNode changed(String path, String body) {
    return first(world.rest(PATCH, path, body));
  }

  private static JsonNode first(ApiWorld.Answer answer) {
    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
    return answer.json().elements().next();
  }

  private static ApiWorld.Answer token(String client, String secret, String more) {
    return world.send(
        RequestHeaders.builder(POST, "/oauth/token").contentType(MediaType.FORM_DATA).build(),
        HttpData.ofUtf8(
            "grant_type=client_credentials&client_id="
                + client
                + "&client_secret="
                + secret
                + more));
  }

  private static JsonNode claims(String token) {
    return Json.parse(
        new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
  }
}
