package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.OidcProvider;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An IT admin sets up a connection and changes it while it is in use, step by step, with forms
/// alone: nothing goes live that has not been tested as it is.
class PortalDraftTest {
  private static TestServer server;
  private static OidcProvider provider;
  private static String organization;
  private static PageClient admin;

  /// Of the connection in the portal.
  private String path;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    provider = new OidcProvider(InstantSource.system());
    organization =
        "/api/v1/organizations/"
            + server
                .rest()
                .post("/api/v1/organizations", Json.object().put("display_name", "Megasoft"))
                .path("organization")
                .path("id")
                .asText();
    String link =
        server
            .rest()
            .put(organization + "/portal_links", Json.object())
            .path("link")
            .path("location")
            .asText();
    admin = new PageClient(server.url());
    admin.keep(admin.post(URI.create(link).getPath(), Map.of(), Map.of()));
  }

  @AfterAll
  static void stop() {
    provider.close();
    server.close();
  }

  @BeforeEach
  void connect() {
    path =
        admin
            .post(
                "/portal/connections/new",
                Map.of(
                    "csrf",
                    found(CSRF, admin.get("/portal/connections/new")),
                    "guide",
                    "generic-oidc"),
                Map.of())
            .headers()
            .get("location");
    send("configure", to(OidcProvider.CLIENT));
  }

  private static final String CSRF = "name=\"csrf\" value=\"([^\"]+)\"";

  private static Map<String, String> to(String client) {
    return Map.of(
        "oidc_config.issuer",
        provider.issuer(),
        "oidc_config.client_id",
        client,
        "oidc_config.client_secret",
        "s3cret-of-ours");
  }

  private static String found(String pattern, AggregatedHttpResponse page) {
    Matcher matcher = Pattern.compile(pattern).matcher(page.contentUtf8());
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private AggregatedHttpResponse page() {
    return admin.get(path);
  }

  /// Sends the form of a step as the page has it now.
  private AggregatedHttpResponse send(String step, Map<String, String> fields) {
    return send(step, fields, page());
  }

  private AggregatedHttpResponse send(
      String step, Map<String, String> fields, AggregatedHttpResponse page) {
    Map<String, String> form = new HashMap<>(fields);
    form.put("csrf", found(CSRF, page));
    form.put("seen", seen(step, page));
    return admin.post(path + "/" + step, form, Map.of());
  }

  private static String seen(String step, AggregatedHttpResponse page) {
    Matcher form =
        Pattern.compile("action=\"[^\"]*/" + step + "\".*?name=\"seen\" value=\"([0-9]+)\"")
            .matcher(page.contentUtf8());
    return form.find() ? form.group(1) : found("name=\"seen\" value=\"([0-9]+)\"", page);
  }

  private void test() {
    String address = found("href=\"([^\"]+/test\\?revision=[0-9]+)\"", page());
    Browser browser = new Browser();
    browser.get(provider.signIn(browser.get(address).location()));
  }

  private void enabled() {
    test();
    assertThat(send("enable", Map.of()).contentUtf8()).contains("Your people can sign in now");
  }

  private String clientInUse() {
    String id = path.substring(path.lastIndexOf('/') + 1);
    return server
        .rest()
        .get(organization + "/connections/" + id)
        .path("connection")
        .path("oidc_config")
        .path("client_id")
        .asText();
  }

  @Test
  void aConnectionIsPutToUseOnlyAfterATestThatWentWell() {
    AggregatedHttpResponse early = send("enable", Map.of());

    assertThat(early.status().code()).isEqualTo(422);
    assertThat(early.contentUtf8()).contains("Test the sign-in first");
    assertThat(page().contentUtf8()).doesNotContain("Put it to use</button>");
    test();
    assertThat(page().contentUtf8())
        .contains("The test went well")
        .contains("ada@example.com")
        .contains("did not come, and need not")
        .contains("Put it to use</button>");
    assertThat(send("enable", Map.of()).status().code()).isEqualTo(200);
  }

  @Test
  void aTestOfOtherValuesDoesNotCount() {
    test();
    AggregatedHttpResponse tested = page();
    send("configure", to("another-client"));

    assertThat(send("enable", Map.of()).contentUtf8()).contains("Test the sign-in first");
    assertThat(send("enable", Map.of(), tested).status().code()).isEqualTo(422);
  }

  @Test
  void aChangeOfWhatIsInUseIsTestedBeforeAnybodyElseSignsInByIt() {
    enabled();
    assertThat(send("configure", to("another-client")).contentUtf8())
        .contains("Saved in a draft")
        .contains("Nobody signs in by the draft but you");

    assertThat(clientInUse()).isEqualTo(OidcProvider.CLIENT);
    assertThat(send("adopt", Map.of()).contentUtf8()).contains("Test the sign-in first");
    assertThat(clientInUse()).isEqualTo(OidcProvider.CLIENT);
  }

  @Test
  void aTestedDraftIsPutToUseAndTakenBack() {
    enabled();
    send("settings", Map.of("map.given_name", "sub", "jit", "on"));
    test();

    assertThat(send("adopt", Map.of()).contentUtf8()).contains("by the new configuration");
    AggregatedHttpResponse page = page();
    assertThat(page.contentUtf8())
        .contains("The configuration before")
        .contains("Name of the first-name attribute");
    String former = found("roll-back\".*?name=\"seen\" value=\"([0-9]+)\"", page);
    AggregatedHttpResponse back =
        admin.post(
            path + "/roll-back", Map.of("csrf", found(CSRF, page), "seen", former), Map.of());
    assertThat(back.contentUtf8()).contains("The configuration before is in use again");
  }

  @Test
  void aDraftIsThrownAway() {
    enabled();
    send("configure", to("another-client"));

    assertThat(send("discard", Map.of()).contentUtf8()).contains("The draft is gone");
    assertThat(page().contentUtf8()).doesNotContain("Your draft");
  }

  @Test
  void whatTheApiChangedMeanwhileIsNotOverwritten() {
    enabled();
    AggregatedHttpResponse before = page();
    String id = path.substring(path.lastIndexOf('/') + 1);
    var change = Json.object().put("type", "OIDC").put("provider", "CUSTOM");
    change.putObject("oidc_config").put("client_id", "by-api");
    server.rest().patch(organization + "/connections/" + id, change);

    AggregatedHttpResponse late = send("configure", to("another-client"), before);

    assertThat(late.status().code()).isEqualTo(422);
    assertThat(late.contentUtf8()).contains("changed meanwhile");
    assertThat(clientInUse()).isEqualTo("by-api");
  }

  @Test
  void aDraftOfWhatWasInUseBeforeSaysSo() {
    enabled();
    send("configure", to("another-client"));
    String id = path.substring(path.lastIndexOf('/') + 1);
    var change = Json.object().put("type", "OIDC").put("provider", "CUSTOM");
    change.putObject("oidc_config").put("client_id", "by-api");
    server.rest().patch(organization + "/connections/" + id, change);

    assertThat(page().contentUtf8())
        .contains("changed by somebody else after you began")
        .doesNotContain("Put the draft to use");
  }

  @Test
  void theResultIsLookedForByTheTestCardAlone() {
    String trial = found("hx-get=\"([^\"]+/trial\\?revision=[0-9]+)\"", page());
    assertThat(admin.get(trial).contentUtf8()).contains("hx-trigger").doesNotContain("<html");
    test();

    assertThat(admin.get(trial).contentUtf8())
        .contains("The test went well")
        .contains("Put it to use")
        .doesNotContain("hx-trigger");
  }

  @Test
  void aMistakeIsToldBeforeTheFormIsSent() {
    String page =
        send("mistakes", Map.of("oidc_config.issuer", server.url() + "/somewhere")).contentUtf8();

    assertThat(page).contains("Issuer: This is one of our own addresses").doesNotContain("<html");
    assertThat(send("mistakes", to(OidcProvider.CLIENT)).contentUtf8()).isEmpty();
  }
}
