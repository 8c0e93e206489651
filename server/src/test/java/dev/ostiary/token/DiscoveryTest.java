package dev.ostiary.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.protocol.oidc.ProviderMetadata;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The documents by which an app finds everything else.
class DiscoveryTest {
  private static BackChannelWorld world;

  @BeforeAll
  static void start() {
    world = new BackChannelWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void bothNamesGiveOneDocumentThatAnyPageMayRead() {
    HttpResponse<String> openid = world.get("/.well-known/openid-configuration", null);
    HttpResponse<String> oauth = world.get("/.well-known/oauth-authorization-server", null);

    assertThat(openid.statusCode()).isEqualTo(200);
    assertThat(openid.body()).isEqualTo(oauth.body());
    assertThat(openid.headers().firstValue("access-control-allow-origin")).contains("*");
    assertThat(openid.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/json");
  }

  @Test
  void aStrictRelyingPartyCanUseTheDocument() {
    String issuer = world.environment.url().toString();

    ProviderMetadata metadata =
        ProviderMetadata.parse(world.get("/.well-known/openid-configuration", null).body(), issuer);

    assertThat(metadata.authorizationEndpoint()).isEqualTo(issuer + "/oauth/authorize");
    assertThat(metadata.tokenEndpoint()).isEqualTo(issuer + "/oauth/token");
    assertThat(metadata.signingAlgorithms()).containsExactly("RS256");
    assertThat(metadata.codeChallengeMethods()).containsExactly("S256");
    assertThat(metadata.namesItselfInResponses()).isTrue();
  }

  /// OpenID Connect Discovery 1.0, section 3: those that must be there, and those whose default
  /// would not be true here.
  @Test
  void nothingIsMissing() {
    ObjectNode metadata = metadata();

    for (String name :
        List.of(
            "issuer",
            "authorization_endpoint",
            "token_endpoint",
            "userinfo_endpoint",
            "jwks_uri",
            "end_session_endpoint",
            "introspection_endpoint",
            "revocation_endpoint",
            "response_types_supported",
            "response_modes_supported",
            "grant_types_supported",
            "subject_types_supported",
            "id_token_signing_alg_values_supported",
            "scopes_supported",
            "claims_supported",
            "token_endpoint_auth_methods_supported")) {
      assertThat(metadata.hasNonNull(name)).as(name).isTrue();
    }
    assertThat(texts(metadata, "response_types_supported")).containsExactly("code");
    assertThat(texts(metadata, "response_modes_supported")).containsExactly("query", "form_post");
    assertThat(metadata.path("request_uri_parameter_supported").booleanValue()).isFalse();
    assertThat(metadata.path("request_parameter_supported").booleanValue()).isFalse();
    assertThat(metadata.path("claims_parameter_supported").booleanValue()).isFalse();
  }

  @Test
  void theEndpointsOfTheBackChannelAnswer() {
    ObjectNode metadata = metadata();
    for (String name :
        List.of(
            "token_endpoint",
            "introspection_endpoint",
            "revocation_endpoint",
            "userinfo_endpoint")) {
      String path =
          metadata.path(name).asText().substring(world.environment.url().toString().length());
      assertThat(world.post(path, Map.of(), null).statusCode()).as(name).isEqualTo(401);
    }
  }

  @Test
  void theKeysArePublishedWithoutTheirPrivateParts() {
    HttpResponse<String> answer = world.get("/keys", null);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("cache-control")).contains("public, max-age=300");
    assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
    assertThat(Json.parseObject(answer.body()).path("keys"))
        .isNotEmpty()
        .allSatisfy(key ->
            assertThat(key.fieldNames())
                .toIterable()
                .containsExactly("use", "kty", "kid", "alg", "n", "e"));
  }

  @Test
  void tokensAreNotForOtherPages() {
    String token = world.tokens("openid").path("access_token").asText();

    assertThat(world.userInfo(token).headers().firstValue("access-control-allow-origin")).isEmpty();
    assertThat(
            world
                .token(Map.of("grant_type", "client_credentials"))
                .headers()
                .firstValue("access-control-allow-origin"))
        .isEmpty();
  }

  private static ObjectNode metadata() {
    return Json.parseObject(world.get("/.well-known/openid-configuration", null).body());
  }

  private static List<String> texts(ObjectNode metadata, String name) {
    return metadata.path(name).valueStream().map(JsonNode::asText).toList();
  }
}
