package dev.ostiary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.app.DevelopmentTls;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The vendor's SDK for Node.js, as published on npm, works against this server: gRPC over HTTP/2
/// and the token endpoint over HTTP/1.1, all on the one port, in plain text or under TLS.
class NodeSdkTest {
  private static final List<String> WEBHOOKS =
      List.of(
          "organization.created",
          "organization.updated",
          "organization.sso_created",
          "organization.sso_enabled",
          "organization.sso_disabled",
          "organization.sso_deleted",
          "organization.sso_created",
          "organization.sso_enabled",
          "organization.sso_disabled",
          "organization.sso_deleted",
          "organization.deleted");

  /// The contract's numbers for ConnectionStatus.
  private static final int DRAFT = 1;

  private static final int COMPLETED = 3;

  @TempDir Path folder;

  @Test
  void theSdkManagesConnectionsAndVerifiesWebhooks() throws IOException {
    try (TestServer server = TestServer.start()) {
      judge(run(server, Map.of()));
    }
  }

  @Test
  void itDoesSoUnderTheCertificateOfADevelopersMachine() throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("OSTIARY_PORT", "0");
    settings.put("OSTIARY_URL", "https://localhost");
    settings.put("OSTIARY_DATA_DIR", folder.toString());
    settings = DevelopmentTls.settings(settings, Instant.now());
    String authority = DevelopmentTls.authority(folder).toString();

    try (TestServer server = TestServer.start(settings)) {
      assertThat(server.url()).hasScheme("https");
      judge(run(server, Map.of("NODE_EXTRA_CA_CERTS", authority)));
    }
  }

  private static JsonNode run(TestServer server, Map<String, String> environment)
      throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SCALEKIT_ENVIRONMENT_URL", server.url().toString());
    all.put("SCALEKIT_CLIENT_ID", server.clientId());
    all.put("SCALEKIT_CLIENT_SECRET", server.clientSecret());
    all.put("EXPECTED_WEBHOOKS", String.valueOf(WEBHOOKS.size()));
    all.put(
        "SAML_CERTIFICATE",
        Files.readString(Path.of("src/test/resources/saml/metadata/certificates/rsa-2048.pem")));
    return Json.parseObject(NodeProgram.installed().run(all));
  }

  private static void judge(JsonNode facts) {
    JsonNode organization = facts.path("organization");
    assertThat(organization.path("id").asText()).startsWith("org_");
    assertThat(organization.path("found_by_external_id")).isEqualTo(organization.path("id"));
    assertThat(organization.path("renamed").asText()).isEqualTo("Acme Ltd.");
    judgeConnection(facts.path("oidc"), 1, "oidcConfig", "oidc_config.issuer");
    judgeConnection(facts.path("saml"), 2, "samlConfig", "saml_config.idp_entity_id");
    judgeErrors(facts.path("errors"));
    judgeEvents(facts);

    assertThat(facts.path("webhooks"))
        .extracting(webhook -> webhook.path("type").asText())
        .isEqualTo(WEBHOOKS);
    assertThat(facts.path("webhooks"))
        .allSatisfy(webhook -> {
          assertThat(webhook.path("genuine").asBoolean()).isTrue();
          assertThat(webhook.path("tampered").asText()).isEqualTo("WebhookVerificationError");
          assertThat(webhook.path("other_secret").asText()).isEqualTo("WebhookVerificationError");
        });
  }

  /// The log as the SDK shows it: newest first, page by page, and what a filter leaves of it.
  private static void judgeEvents(JsonNode facts) {
    JsonNode events = facts.path("events");
    List<String> soFar = WEBHOOKS.subList(0, WEBHOOKS.size() - 1);
    assertThat(events.path("types")).extracting(JsonNode::asText).isEqualTo(soFar.reversed());
    assertThat(events.path("next").asText()).isEmpty();
    assertThat(events.path("enabled")).hasSize(1);
    JsonNode enabled = events.path("enabled").path(0);
    assertThat(enabled.path("organization")).isEqualTo(facts.path("organization").path("id"));
    assertThat(enabled.path("data").path("id")).isEqualTo(facts.path("oidc").path("id"));
    assertThat(enabled.path("data").path("enabled").asBoolean()).isTrue();
  }

  private static void judgeConnection(
      JsonNode connection, int type, String settings, String missing) {
    assertThat(connection.path("created_status").asInt()).isEqualTo(DRAFT);
    assertError(
        connection.path("incomplete"), "ScalekitBadRequestException", 400, "FAILED_PRECONDITION");
    assertThat(connection.path("incomplete").path("message").asText()).contains(missing);
    assertThat(connection.path("enabled").asBoolean()).isTrue();
    assertThat(connection.path("enabled_again").asBoolean()).isTrue();
    assertThat(connection.path("disabled").isBoolean()).isTrue();
    assertThat(connection.path("disabled").asBoolean()).isFalse();
    JsonNode found = connection.path("found");
    assertThat(found.path("type").asInt()).isEqualTo(type);
    assertThat(found.path("status").asInt()).isEqualTo(COMPLETED);
    assertThat(found.path("enabled").asBoolean()).isTrue();
    assertThat(found.path("settings").asText()).isEqualTo(settings);
    assertThat(connection.path("listed")).containsExactly(connection.path("id"));
    assertError(connection.path("gone"), "ScalekitNotFoundException", 404, "NOT_FOUND");
  }

  private static void judgeErrors(JsonNode errors) {
    assertError(errors.path("not_found"), "ScalekitNotFoundException", 404, "NOT_FOUND");
    assertThat(errors.path("not_found").path("message").asText()).contains("not found");
    assertError(errors.path("validation"), "ScalekitBadRequestException", 400, "INVALID_ARGUMENT");
    assertThat(errors.path("validation").path("fields"))
        .extracting(JsonNode::asText)
        .containsExactly("organization.display_name");
    assertError(errors.path("conflict"), "ScalekitConflictException", 409, "ALREADY_EXISTS");
    assertError(errors.path("not_served"), "ScalekitNotImplementedException", 501, "UNIMPLEMENTED");
    // What the SDK makes of a refused token request: the error of its HTTP client, as it is.
    assertThat(errors.path("wrong_secret").path("name").asText()).isEqualTo("AxiosError");
    assertThat(errors.path("wrong_secret").path("http_status").asInt()).isEqualTo(401);
  }

  private static void assertError(JsonNode error, String name, int status, String code) {
    assertThat(error.path("name").asText()).as(error.toString()).isEqualTo(name);
    assertThat(error.path("server_exception").asBoolean()).isTrue();
    assertThat(error.path("http_status").asInt()).isEqualTo(status);
    assertThat(error.path("error_code").asText()).isEqualTo(code);
  }
}
