package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.TestServer;
import dev.ostiary.interop.Keycloak;
import dev.ostiary.interop.KeycloakAdmin;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Chromium;
import dev.ostiary.testing.WebhookReceiver;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/// An IT admin's whole way in a real browser, with a real Keycloak as the company's identity
/// provider: from the link to a connection in use, of which the app's webhook hears; then a change
/// by way of a draft, and back.
class PortalKeycloakBrowserTest {
  private static final String SECRET = "a secret of the two";

  private static Keycloak keycloak;
  private static KeycloakAdmin console;
  private static TestServer server;
  private static WebhookReceiver receiver;
  private static Chromium browser;

  @BeforeAll
  static void start() {
    keycloak = Keycloak.running();
    console = keycloak.admin();
    server = TestServer.start();
    receiver = new WebhookReceiver();
    PageClient owner = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
    owner.post(
        "/dashboard/webhooks/new",
        Map.of(
            "csrf", owner.token(),
            "name", "App",
            "url", receiver.url(),
            "event_types", "organization.sso_enabled",
            "timeout_seconds", "15",
            "ordering", "PER_ORGANIZATION",
            "payload_format", "STANDARD",
            "max_in_flight", "10",
            "rate_limit_per_second", "100"),
        Map.of());
    browser = Chromium.start();
  }

  @AfterAll
  static void stop() {
    browser.close();
    receiver.close();
    server.close();
  }

  @Test
  void throughOpenIdConnect() {
    String organization = begin("Acme by OIDC", "Another provider (OpenID Connect)");
    ObjectNode client =
        Json.object()
            .put("clientId", organization)
            .put("protocol", "openid-connect")
            .put("secret", SECRET);
    client.putArray("redirectUris").add(ours("Redirect URI"));
    console.register(client);
    browser
        .fill("Issuer or metadata document", keycloak.realm())
        .fill("Client id", organization)
        .fill("Client secret", SECRET)
        .press("Save and check");
    browser.waitFor("now test the sign-in");

    test("oidc");
    putToUse(organization, "OIDC");
    changeByADraft();
  }

  @Test
  void throughSaml() {
    String organization = begin("Acme by SAML", "Another provider (SAML)");
    URI metadata = URI.create(ours("Our metadata, if it can be imported"));
    ObjectNode client = console.read(new Browser().get(metadata).body());
    client.withObject("attributes").put("saml.client.signature", "false");
    for (String property : new String[] {"email", "firstName", "lastName"}) {
      client
          .withArray("protocolMappers")
          .addObject()
          .put("name", property)
          .put("protocol", "saml")
          .put("protocolMapper", "saml-user-property-mapper")
          .putObject("config")
          .put("user.attribute", property)
          .put("attribute.name", property)
          .put("attribute.nameformat", "Basic");
    }
    console.register(client);
    browser.fill("Metadata URL", keycloak.samlMetadata()).press("Save and check");
    browser.waitFor("now test the sign-in");

    test("saml");
    putToUse(organization, "SAML");
  }

  /// @return the organization's id
  private static String begin(String name, String tile) {
    String organization =
        server
            .rest()
            .post("/api/v1/organizations", Json.object().put("display_name", name))
            .path("organization")
            .path("id")
            .asText();
    String link =
        server
            .rest()
            .put("/api/v1/organizations/" + organization + "/portal_links", Json.object())
            .path("link")
            .path("location")
            .asText();
    browser.forgetEverybody().open(link).press("Begin");
    browser.waitFor("Which identity provider");
    browser.pressTile(tile);
    browser.waitFor("Save and check");
    return organization;
  }

  /// A value of ours that stands beside a field's name.
  private static String ours(String field) {
    return browser
        .driver()
        .findElement(By.xpath("//dt[.=\"" + field + "\"]/following-sibling::dd[1]//code"))
        .getText();
  }

  /// Signs in at Keycloak in a window of its own; the portal's window hears of it by itself.
  private static void test(String name) {
    check("portal-" + name + "-ready");
    String portal = browser.driver().getWindowHandle();
    browser.press("Test the sign-in");
    browser.intoTheOtherWindow();
    browser.waitFor("Username or email");
    browser.fill("Username or email", "alice");
    browser.fill("Password", "alice-password").press("Sign In");
    browser.waitFor("The connection works");
    check("portal-" + name + "-test-result");
    browser.closeWindow(portal);
    browser.waitFor("The test went well");
    assertThat(browser.text()).contains("alice@acme.test").contains("Alice").contains("Archer");
    check("portal-" + name + "-tested");
  }

  private static void putToUse(String organization, String type) {
    browser.press("Put it to use");
    browser.waitFor("Your people can sign in now.");
    check("portal-" + type.toLowerCase(Locale.ROOT) + "-in-use");
    WebhookReceiver.Request event = receiver.next();
    assertThat(event.type()).isEqualTo("organization.sso_enabled");
    assertThat(event.organization()).isEqualTo(organization);
    assertThat(Json.parseObject(event.body()).path("data").path("connection_type").asText())
        .isEqualTo(type);
  }

  private static void changeByADraft() {
    browser.press("Attributes under other names");
    browser
        .fill("What your provider calls the first name", "preferred_username")
        .press("Save in a draft");
    browser.waitFor("Nobody signs in by the draft but you");
    assertThat(browser.text()).contains("Name of the first-name attribute");
    check("portal-draft");
    String portal = browser.driver().getWindowHandle();
    browser.press("Test the sign-in");
    browser.intoTheOtherWindow();
    browser.waitFor("The connection works");
    browser.closeWindow(portal);
    browser.waitFor("Put the draft to use");
    check("portal-draft-tested");
    browser.press("Put the draft to use");
    browser.waitFor("sign in by the new configuration");
    check("portal-former");
    browser.press("Go back to it");
    browser.waitFor("The configuration before is in use again.");
  }

  private static void check(String name) {
    browser.picture(name);
    assertThat(browser.accessibilityFaults()).as("accessibility of " + name).isEmpty();
    assertThat(browser.complaints()).as("complaints about " + name).isEmpty();
  }
}
