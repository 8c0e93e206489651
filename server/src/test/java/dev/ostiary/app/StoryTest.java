package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.postgres.EmbeddedPostgres;
import dev.ostiary.platform.postgres.TestFolder;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.testing.WebhookReceiver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The main story from door to door, over REST: a connection changes, the app hears of it.
class StoryTest {
  private static final int POOL = 20;

  @Test
  void theStoryBringsAboutEveryEventOfOrganizationsAndTheirConnections() {
    assertThat(new Story("Acme").events())
        .containsAll(
            EventType.ofEverybody().stream()
                .filter(type -> !type.startsWith("organization.domain_"))
                .toList());
  }

  @Test
  void aConnectionChangesAndTheAppHearsOfIt() {
    isTold(TestDatabase.freshConfig());
  }

  @Test
  void itDoesSoOnTheOldestPostgres() throws IOException {
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.start(
            TestFolder.bare("story"), TestFolder.OLDEST, TestFolder.RANDOM, line -> {})) {
      assertThat(postgres.version()).startsWith("15.");
      isTold(new DatabaseConfig(postgres.jdbcUrl(), postgres.user(), postgres.password(), POOL));
    }
  }

  private static void isTold(DatabaseConfig database) {
    try (TestServer server = TestServer.start(database, Map.of());
        WebhookReceiver receiver = new WebhookReceiver()) {
      RestClient api = server.rest();
      String secret =
          api.post("/api/v1/webhooks/endpoints", endpoint(receiver.url())).path("secret").asText();
      Story story = new Story("Acme");
      List<String> ids = new ArrayList<>();

      for (Story.Step step : story.steps()) {
        step.call().accept(api);
        for (String type : step.events()) {
          WebhookReceiver.Request webhook = receiver.next();
          assertThat(webhook.type()).as(step.name()).isEqualTo(type);
          assertThat(webhook.organization()).isEqualTo(story.organization());
          assertThat(webhook.verifiedBy(secret)).isTrue();
          assertThat(tampered(webhook).verifiedBy(secret)).isFalse();
          ObjectNode payload = Json.parseObject(webhook.body());
          assertThat(payload.path("id").asText()).isEqualTo(webhook.id());
          assertThat(payload.path("environment_id").asText()).isEqualTo(server.environmentId());
          assertThat(payload.path("data").path("enabled").asBoolean())
              .isEqualTo(type.equals("organization.sso_enabled"));
          ids.add(webhook.id());
        }
      }

      assertThat(ids).doesNotHaveDuplicates();
      assertThat(receiver.poll(0, TimeUnit.SECONDS)).isNull();
    }
  }

  private static WebhookReceiver.Request tampered(WebhookReceiver.Request webhook) {
    return new WebhookReceiver.Request(webhook.headers(), webhook.body() + " ");
  }

  private static ObjectNode endpoint(String url) {
    return Json.object().put("url", url).put("name", "App");
  }
}
