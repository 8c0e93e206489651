package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWKSet;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Ed25519Verifier;
import dev.ostiary.testing.WebhookReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Signatures from door to door: what the API says, what is published, and what arrives.
class WebhookSignaturesTest {
  private static final TestServer SERVER = TestServer.start();
  private static final RestClient API = SERVER.rest();

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void aReceiverChecksADeliveryWithThePublishedKey() throws Exception {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      JsonNode endpoint = endpoint(receiver, true).path("endpoint");
      API.post("/api/v1/organizations", Json.object().put("display_name", "Acme"));
      WebhookReceiver.Request request = receiver.next();

      JsonNode published = published().path("keys").path(0);
      assertThat(endpoint.path("asymmetric_signatures").asBoolean()).isTrue();
      assertThat(verifier(published).accepts(request)).isTrue();
      assertThat(
              verifier(published)
                  .accepts(
                      request.id(),
                      request.header("webhook-timestamp"),
                      request.body().replace("Acme", "Acne"),
                      request.header("webhook-signature")))
          .isFalse();
      API.patch(
          "/api/v1/webhooks/endpoints/" + endpoint.path("id").asText(),
          Json.object().put("asymmetric_signatures", false));
      API.post("/api/v1/organizations", Json.object().put("display_name", "Globex"));
      assertThat(receiver.next().header("webhook-signature")).matches("v1,[^ ]+");
    }
  }

  @Test
  void thePublishedKeysAreAJwkSetThatSaysWhichIsCurrentAndNothingPrivate() throws Exception {
    HttpResponse<String> answer = fetch(SERVER.url());
    JWKSet set = JWKSet.parse(answer.body());

    assertThat(answer.headers().firstValue("cache-control")).hasValue("public, max-age=300");
    assertThat(set.getKeys()).isNotEmpty().noneMatch(key -> key.isPrivate());
    JsonNode newest = Json.parseObject(answer.body()).path("keys").path(0);
    assertThat(newest.path("current").asBoolean()).isTrue();
    assertThat(newest.path("public_key").asText()).startsWith("whpk_");
    assertThat(API.get("/api/v1/webhooks/keys").path("keys").path(0).path("kid"))
        .isEqualTo(newest.path("kid"));
    assertThat(set.getKeys().getFirst().computeThumbprint())
        .hasToString(newest.path("kid").asText());
  }

  @Test
  void aHostWithoutAnEnvironmentHasNoKeys() throws Exception {
    URI elsewhere = URI.create("http://127.0.0.1:" + SERVER.url().getPort());

    assertThat(fetch(SERVER.url()).statusCode()).isEqualTo(200);
    assertThat(fetch(elsewhere).statusCode()).isEqualTo(404);
  }

  @Test
  void aRotatedKeyIsPublishedBesideTheOldOneForADay() throws Exception {
    String old = published().path("keys").path(0).path("kid").asText();
    API.post("/api/v1/webhooks/keys:rotate", Json.object());
    JsonNode keys = published().path("keys");

    assertThat(keys.path(0).path("current").asBoolean()).isTrue();
    assertThat(keys.path(0).has("expire_time")).isFalse();
    assertThat(keys.path(1).path("kid").asText()).isEqualTo(old);
    assertThat(keys.path(1).path("current").asBoolean()).isFalse();
    assertEndsInADay(keys.path(1));
  }

  @Test
  void aRotatedSecretIsShownWithTheOldOnesEndInADay() {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      ObjectNode created = endpoint(receiver, false);
      JsonNode secrets =
          API.post(
                  "/api/v1/webhooks/endpoints/"
                      + created.path("endpoint").path("id").asText()
                      + "/secret:rotate",
                  Json.object())
              .path("secrets");

      assertThat(secrets).hasSize(2);
      assertThat(secrets.path(0).path("secret")).isNotEqualTo(created.path("secret"));
      assertThat(secrets.path(0).hasNonNull("expire_time")).isFalse();
      assertThat(secrets.path(1).path("secret")).isEqualTo(created.path("secret"));
      assertEndsInADay(secrets.path(1));
    }
  }

  private static void assertEndsInADay(JsonNode old) {
    assertThat(Duration.between(Instant.now(), Instant.parse(old.path("expire_time").asText())))
        .isBetween(Duration.ofHours(24).minusMinutes(1), Duration.ofHours(24));
  }

  private static ObjectNode endpoint(WebhookReceiver receiver, boolean asymmetric) {
    return API.post(
        "/api/v1/webhooks/endpoints",
        Json.object()
            .put("url", receiver.url())
            .put("name", "App")
            .put("asymmetric_signatures", asymmetric));
  }

  private static Ed25519Verifier verifier(JsonNode published) {
    return new Ed25519Verifier(published.path("public_key").asText());
  }

  private static ObjectNode published() throws Exception {
    return Json.parseObject(fetch(SERVER.url()).body());
  }

  private static HttpResponse<String> fetch(URI server) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(server.resolve("/.well-known/webhook-keys")).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
