package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.OidcProvider;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An operator changes a connection that is in use.
class OperatorDraftTest {
  private static TestServer server;
  private static OidcProvider provider;
  private static PageClient operator;
  private static String organization;

  private String id;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    provider = new OidcProvider(InstantSource.system());
    operator = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
    organization =
        server
            .rest()
            .post("/api/v1/organizations", Json.object().put("display_name", "Megasoft"))
            .path("organization")
            .path("id")
            .asText();
  }

  @AfterAll
  static void stop() {
    provider.close();
    server.close();
  }

  @BeforeEach
  void inUse() {
    String connections = "/api/v1/organizations/" + organization + "/connections";
    var wanted = Json.object().put("type", "OIDC").put("provider", "CUSTOM");
    id = server.rest().post(connections, wanted).path("connection").path("id").asText();
    wanted
        .putObject("oidc_config")
        .put("issuer", provider.issuer())
        .put("client_id", OidcProvider.CLIENT)
        .put("client_secret", "s3cret-of-ours");
    server.rest().patch(connections + "/" + id, wanted);
    server.rest().patch(connections + "/" + id + ":enable", null);
  }

  private String path() {
    return "/dashboard/organizations/" + organization + "/connections/" + id;
  }

  private String page() {
    return operator.get(path()).contentUtf8();
  }

  private AggregatedHttpResponse send(String step, Map<String, String> fields) {
    return operator.step(path(), step, fields);
  }

  private void draft(String client) {
    send(
        "configure",
        Map.of(
            "oidc_config.issuer",
            provider.issuer(),
            "oidc_config.client_id",
            client,
            "oidc_config.client_secret",
            "another secret",
            "oidc_config.authorize_uri",
            provider.issuer() + "/authorize",
            "oidc_config.token_uri",
            provider.issuer() + "/token",
            "oidc_config.jwks_uri",
            provider.issuer() + "/jwks",
            "oidc_config.pkce_enabled",
            "on"));
  }

  private String clientInUse() {
    return server
        .rest()
        .get("/api/v1/organizations/" + organization + "/connections/" + id)
        .path("connection")
        .path("oidc_config")
        .path("client_id")
        .asText();
  }

  @Test
  void aChangeIsADraftUntilItIsPutToUse() {
    draft("another");

    assertThat(clientInUse()).isEqualTo(OidcProvider.CLIENT);
    assertThat(page()).contains("No test of this draft has gone well yet").contains("another");
    assertThat(send("adopt", Map.of()).status().code()).isEqualTo(303);
    assertThat(clientInUse()).isEqualTo("another");
    assertThat(send("roll-back", Map.of()).status().code()).isEqualTo(303);
    assertThat(clientInUse()).isEqualTo(OidcProvider.CLIENT);
  }

  @Test
  void aTestOfTheDraftIsSeen() {
    draft(OidcProvider.CLIENT);
    Matcher test = Pattern.compile("href=\"([^\"]+/test\\?revision=[0-9]+)\"").matcher(page());
    assertThat(test.find()).isTrue();
    Browser browser = new Browser();
    browser.get(provider.signIn(browser.get(test.group(1)).location()));

    assertThat(page()).contains("A test of this draft went well");
    assertThat(operator.get("/dashboard/logins").contentUtf8())
        .contains("a test")
        .contains("href=\"" + path() + "\"");
  }

  @Test
  void aDraftIsThrownAway() {
    draft("another");
    send("discard", Map.of());

    assertThat(page()).doesNotContain("Put the draft to use");
    assertThat(clientInUse()).isEqualTo(OidcProvider.CLIENT);
  }

  @Test
  void theAuditLogHasTheDraftWithoutItsSecret() {
    draft("another");

    assertThat(operator.get("/dashboard/audit").contentUtf8())
        .contains("draft_secret")
        .doesNotContain("another secret");
  }
}
