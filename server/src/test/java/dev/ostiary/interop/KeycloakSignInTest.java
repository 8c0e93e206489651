package dev.ostiary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// People of a company sign in to an app, with a real Keycloak as the company's identity provider:
/// from the app's address through Keycloak's own form to the tokens.
class KeycloakSignInTest {
  private static KeycloakScene scene;
  private static TestApp app;

  @BeforeAll
  static void start() {
    scene = new KeycloakScene(TestServer.start());
    app = TestApp.at("http://localhost:3000/callback", scene.server);
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @Test
  void throughOpenIdConnect() {
    KeycloakScene.Link link = scene.oidc();
    Browser browser = new Browser();

    Page form = browser.follow(browser.get(app.authorize(link.id())));
    Page callback = browser.follow(browser.submit(form, KeycloakScene.CREDENTIALS));

    isAlice(link, app.signIn(callback.parameters()));
  }

  /// Keycloak says what it signs; the connection what it wants signed.
  @ParameterizedTest
  @CsvSource({
    "response,  true,  false, SAML_ONLY_RESPONSE_SIGNING, SAML_ONLY_ASSERTION_SIGNING",
    "assertion, false, true,  SAML_ONLY_ASSERTION_SIGNING, SAML_RESPONSE_ASSERTION_SIGNING",
    "both,      true,  true,  SAML_RESPONSE_ASSERTION_SIGNING, ''"
  })
  void throughSaml(String what, String response, String assertion, String wanted, String other) {
    KeycloakScene.Link link =
        scene.saml(
            Json.object().put("saml_signing_option", wanted),
            Map.of("saml.server.signature", response, "saml.assertion.signature", assertion));

    isAlice(link, app.signIn(signIn(new Browser(), link).parameters()));
    if (!other.isEmpty()) {
      scene.reconfigure(link, Json.object().put("saml_signing_option", other));
      assertThat(signIn(new Browser(), link).parameters())
          .as("what must be signed is not")
          .containsEntry("error", "signature_validation_failed");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, false, HTTP_REDIRECT", "false, true, HTTP_POST", "true, true, HTTP_REDIRECT"})
  void throughSamlWithAnEncryptedAssertion(String response, String assertion, String binding) {
    KeycloakScene.Link link =
        scene.saml(
            Json.object()
                .put("want_request_signed", true)
                .put("assertion_encrypted", true)
                .put("idp_sso_request_binding", binding),
            Map.of(
                "saml.encrypt",
                "true",
                "saml.client.signature",
                "true",
                "saml.server.signature",
                response,
                "saml.assertion.signature",
                assertion));

    isAlice(link, app.signIn(signIn(new Browser(), link).parameters()));
    scene.admin.change(link.client(), Map.of("saml.encrypt", "false"));
    assertThat(signIn(new Browser(), link).parameters())
        .as("what must be encrypted is not")
        .containsEntry("error", "invalid_saml_response");
  }

  @Test
  void keycloakRefusesRequestsThatMustBeSignedAndAreNot() {
    KeycloakScene.Link link =
        scene.saml(
            Json.object().put("want_request_signed", false),
            Map.of("saml.client.signature", "true"));
    Browser browser = new Browser();

    assertThat(browser.follow(browser.get(app.authorize(link.id()))).status()).isEqualTo(400);
    scene.reconfigure(link, Json.object().put("want_request_signed", true));
    isAlice(link, app.signIn(signIn(browser, link).parameters()));
  }

  /// A person starts on Keycloak's page of applications. The app is told, and asks for a sign-in of
  /// its own, for which Keycloak need not ask the person anything.
  @Test
  void whoStartsAtKeycloakIsHandedToTheApp() {
    KeycloakScene.Link link =
        scene.saml(Json.object(), Map.of("saml_idp_initiated_sso_url_name", "tile"));
    scene
        .server
        .rest()
        .patch(
            "/api/v1/clients/" + scene.server.clientId(),
            Json.object().put("initiate_login_uri", "http://localhost:3000/start"));
    String tile = scene.keycloak.realm() + "/protocol/saml/clients/tile";
    Browser early = new Browser();
    Page form = onward(early, early.get(tile));
    Page refused = early.submit(early.submit(form, KeycloakScene.CREDENTIALS), Map.of());
    assertThat(refused.status()).as("off unless switched on").isEqualTo(400);

    scene.letPeopleStartThere(link);
    Browser browser = new Browser();
    Page answer = browser.submit(onward(browser, browser.get(tile)), KeycloakScene.CREDENTIALS);
    Page handed = browser.submit(answer, Map.of());

    assertThat(answer.fields()).as("nobody had asked").containsKey("SAMLResponse");
    assertThat(handed.location().toString())
        .as(handed.body())
        .startsWith("http://localhost:3000/start?idp_initiated_login=");
    assertThat(handed.response().headers().allValues("set-cookie"))
        .as("nobody is signed in yet")
        .isEmpty();
    ObjectNode claims = app.verified(handed.parameters().get("idp_initiated_login"));
    assertThat(claims.path("connection_id").asText()).isEqualTo(link.id());
    assertThat(claims.path("login_hint").asText()).isEqualTo("alice@acme.test");
    Page silent =
        onward(
            browser,
            browser.get(
                app.authorize(
                    claims.path("connection_id").asText(),
                    Map.of("login_hint", claims.path("login_hint").asText()))));
    isAlice(link, app.signIn(browser.submit(silent, Map.of()).parameters()));
  }

  @Test
  void whoSignsOutAtKeycloakIsSignedOutHereByBackChannelLogout() {
    KeycloakScene.Link link = scene.oidc();
    Browser browser = new Browser();
    Page form = browser.follow(browser.get(app.authorize(link.id())));
    app.signIn(browser.follow(browser.submit(form, KeycloakScene.CREDENTIALS)).parameters());
    assertThat(silently(browser, link)).as("the control").containsKey("code");

    signOutAtKeycloak(browser);

    assertThat(silently(browser, link)).containsEntry("error", "login_required");
  }

  @Test
  void whoSignsOutHereIsSignedOutAtKeycloak() {
    KeycloakScene.Link link = scene.oidc(Json.object().put("idp_logout_required", true));
    Browser browser = new Browser();
    Page form = browser.follow(browser.get(app.authorize(link.id())));
    app.signIn(browser.follow(browser.submit(form, KeycloakScene.CREDENTIALS)).parameters());
    assertThat(atKeycloak(browser, link).header("location")).as("control: known").isNotEmpty();

    Page departure = browser.press(browser.get(scene.server.url() + "/oidc/logout"));
    assertThat(departure.location().toString())
        .startsWith(scene.keycloak.realm() + "/protocol/openid-connect/logout?");
    Page end = onward(browser, departure);

    assertThat(end.url().toString())
        .startsWith(link.config().path("post_logout_redirect_uri").asText());
    assertThat(end.body()).contains("You are signed out");
    assertThat(atKeycloak(browser, link).header("location")).as("a stranger again").isEmpty();
    assertThat(silently(browser, link)).containsEntry("error", "login_required");
  }

  /// Keycloak's answer to a request for a sign-in: a redirect for whom it knows, else its form.
  private static Page atKeycloak(Browser browser, KeycloakScene.Link link) {
    return browser.follow(browser.get(app.authorize(link.id())));
  }

  /// The message comes by one binding, and our answer goes by the other.
  @ParameterizedTest
  @CsvSource({"POST, HTTP_REDIRECT", "REDIRECT, HTTP_POST"})
  void whoSignsOutAtKeycloakIsSignedOutHereBySamlSingleLogout(String theirs, String ours) {
    KeycloakScene.Link link =
        scene.saml(
            Json.object().put("want_request_signed", true).put("idp_slo_request_binding", ours),
            Map.of("saml.client.signature", "true"));
    if (theirs.equals("REDIRECT")) {
      scene.admin.change(link.client(), Map.of("saml_single_logout_service_url_post", ""));
    }
    Browser browser = new Browser();
    app.signIn(signIn(browser, link).parameters());
    assertThat(silently(browser, link)).as("the control").containsKey("code");

    Page last = signOutAtKeycloak(browser);
    while (last.body().contains("name=\"SAMLRe")) {
      last = onward(browser, browser.submit(last, Map.of()));
    }

    assertThat(last.url().toString()).as("and back").startsWith(scene.keycloak.realm());
    assertThat(last.body()).contains("You are logged out");
    assertThat(silently(browser, link)).containsEntry("error", "login_required");
  }

  /// What the app learns without the person being asked.
  private static Map<String, String> silently(Browser browser, KeycloakScene.Link link) {
    return browser.get(app.authorize(link.id(), Map.of("prompt", "none"))).parameters();
  }

  private static Page signOutAtKeycloak(Browser browser) {
    Page question = browser.get(scene.keycloak.realm() + "/protocol/openid-connect/logout");
    return onward(browser, browser.submit(question, Map.of()));
  }

  /// Follows redirects to a page.
  private static Page onward(Browser browser, Page page) {
    Page last = page;
    while (!last.header("location").isEmpty()) {
      last = browser.follow(last);
    }
    return last;
  }

  /// From the app's address to the answer that the browser is sent back to the app with.
  private static Page signIn(Browser browser, KeycloakScene.Link link) {
    Page departure = browser.get(app.authorize(link.id()));
    Page toKeycloak =
        departure.header("location").isEmpty() ? browser.submit(departure, Map.of()) : departure;
    Page form = onward(browser, toKeycloak);
    Page answer = browser.submit(form, KeycloakScene.CREDENTIALS);
    assertThat(answer.fields()).as(answer.body()).containsKeys("SAMLResponse", "RelayState");
    return browser.submit(answer, Map.of());
  }

  private static void isAlice(KeycloakScene.Link link, ObjectNode claims) {
    assertThat(claims.path("sub").asText()).startsWith(link.id() + ";");
    assertThat(claims.path("email").asText()).isEqualTo("alice@acme.test");
    assertThat(claims.path("email_verified").asBoolean()).isTrue();
    assertThat(claims.path("given_name").asText()).isEqualTo("Alice");
    assertThat(claims.path("family_name").asText()).isEqualTo("Archer");
    assertThat(claims.path("amr").path(0).asText()).isEqualTo(link.id());
  }
}
