package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.WebhookReceiver;
import org.junit.jupiter.api.Test;

/// The main story from door to door, over REST: a connection changes, the app hears of it.
class StoryTest {
  @Test
  void aConnectionChangesAndTheAppHearsOfIt() {
    try (TestServer server = TestServer.start();
        WebhookReceiver receiver = new WebhookReceiver()) {
      RestClient api = server.rest();
      var endpoint =
          api.post(
              "/api/v1/webhooks/endpoints",
              Json.object().put("url", receiver.url()).put("name", "App"));
      var organization =
          api.post("/api/v1/organizations", Json.object().put("display_name", "Acme"));
      String id = organization.path("organization").path("id").asText();
      WebhookReceiver.Request created = receiver.next();
      assertThat(created.verifiedBy(endpoint.path("secret").asText())).isTrue();
      assertThat(Json.parseObject(created.body()).path("data").path("id").asText()).isEqualTo(id);
    }
  }
}
