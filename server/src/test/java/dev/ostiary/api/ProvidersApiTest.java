package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.wire.connections.ConnectionProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A connection of every provider that the contract names, by either protocol.
class ProvidersApiTest {
  private static final Path METADATA = Path.of("src/test/resources/saml/metadata/good/okta.xml");

  private static ApiWorld world;
  private static String organization;
  private static String connections;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    organization =
        world
            .rest(POST, "/api/v1/organizations", "{\"display_name\":\"Megasoft\"}")
            .json()
            .at("/organization/id")
            .asText();
    connections = "/api/v1/organizations/" + organization + "/connections";
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  static Stream<Arguments> everyProvider() {
    return Stream.of(ConnectionProvider.values())
        .filter(provider -> provider != ConnectionProvider.CONNECTION_PROVIDER_UNSPECIFIED)
        .filter(provider -> provider != ConnectionProvider.UNRECOGNIZED)
        .flatMap(
            provider -> Stream.of("OIDC", "SAML").map(type -> Arguments.of(provider.name(), type)));
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("everyProvider")
  void itIsMadeConfiguredAndToldOfByItsName(String provider, String type) throws IOException {
    ObjectNode wanted = Json.object().put("provider", provider).put("type", type);
    if (provider.equals("SCALEKIT")) {
      wanted.put("provider_key", provider);
    }
    JsonNode created = connection(world.rest(POST, connections, Json.text(wanted)));
    String one = connections + "/" + created.path("id").asText();

    JsonNode configured =
        connection(
            type.equals("OIDC")
                ? world.rest(PATCH, one, Json.text(wanted.set("oidc_config", oidc())))
                : world.rest(PUT, one + "/metadata", Json.text(saml())));

    assertThat(configured.path("status").asText()).isEqualTo("COMPLETED");
    JsonNode found = connection(world.get(one));
    assertThat(found).isEqualTo(configured);
    assertThat(found.path("provider").asText()).isEqualTo(provider);
    assertThat(found.path("provider_key").asText()).isEqualTo(provider);
    assertThat(found.path("type").asText()).isEqualTo(type);
    assertThat(world.rest(PATCH, one + ":enable", "").json().path("enabled").asBoolean()).isTrue();
    assertToldOf(created.path("id").asText(), provider, type);
  }

  private static void assertToldOf(String id, String provider, String type) {
    JsonNode events =
        world
            .rest(POST, "/api/v1/events", "{\"connection_id\":\"%s\"}".formatted(id))
            .json()
            .path("events");
    assertThat(events).hasSize(2);
    assertThat(events)
        .allSatisfy(event -> {
          assertThat(event.at("/data/provider").asText()).isEqualTo(provider);
          assertThat(event.at("/data/connection_type").asText()).isEqualTo(type);
        });
  }

  private static JsonNode connection(ApiWorld.Answer answer) {
    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
    return answer.json().path("connection");
  }

  private static ObjectNode oidc() {
    return Json.object()
        .put("issuer", "https://idp.example.com")
        .put("authorize_uri", "https://idp.example.com/authorize")
        .put("token_uri", "https://idp.example.com/token")
        .put("jwks_uri", "https://idp.example.com/jwks")
        .put("client_id", "client")
        .put("client_secret", "secret of the client");
  }

  private static ObjectNode saml() throws IOException {
    return Json.object().put("xml", Files.readString(METADATA));
  }
}
