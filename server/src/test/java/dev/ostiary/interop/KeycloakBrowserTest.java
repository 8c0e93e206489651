package dev.ostiary.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.outbound.TestCertificates;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Chromium;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person's whole way in a real browser: from the app's page to Keycloak's form, and back to the
/// app. To the browser Ostiary is another site than Keycloak, so its rules about cookies apply to
/// the form that Keycloak sends us: over https our cookie comes along, over http it does not.
class KeycloakBrowserTest {
  private static HttpServer pages;
  private static String callback;
  private static Chromium browser;

  /// The app whose pages are shown.
  private static TestApp app;

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws IOException {
    pages = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    callback = "http://127.0.0.1:" + pages.getAddress().getPort() + "/callback";
    pages.createContext("/callback", exchange -> show(exchange, welcome(exchange)));
    pages.start();
    browser = Chromium.credulous();
  }

  @AfterAll
  static void stop() {
    browser.close();
    pages.stop(0);
  }

  @Test
  void throughOpenIdConnect() {
    try (KeycloakScene scene = new KeycloakScene(TestServer.start())) {
      signIn(scene, scene.oidc());
    }
  }

  @Test
  void throughSaml() {
    try (KeycloakScene scene = new KeycloakScene(TestServer.start())) {
      signIn(scene, scene.saml(Json.object(), Map.of("saml.client.signature", "false")));
    }
  }

  @Test
  void throughBothOverTls() throws Exception {
    Path store = new TestCertificates(folder).selfSigned("server", "dns:localhost");
    TestCertificates.Pem pem = TestCertificates.pem(store);
    Map<String, String> tls =
        Map.of(
            "OSTIARY_URL", "https://localhost",
            "OSTIARY_TLS_CERTIFICATE", pem.certificate().toString(),
            "OSTIARY_TLS_KEY", pem.key().toString());
    try (KeycloakScene scene = new KeycloakScene(TestServer.start(tls))) {
      signIn(scene, scene.oidc());
      signIn(scene, scene.saml(Json.object().put("want_request_signed", true), Map.of()));
    }
  }

  private static void signIn(KeycloakScene scene, KeycloakScene.Link link) {
    app = TestApp.at(callback, scene.server);
    pages.createContext("/" + link.id(), exchange -> show(exchange, invitation(link)));
    browser.forgetEverybody().open(callback.replace("callback", link.id()));
    browser.press("Sign in");
    browser.waitFor("Username or email");
    browser.fill("Username or email", KeycloakScene.USER);
    browser.fill("Password", KeycloakScene.PASSWORD).press("Sign In");
    browser.waitFor("Welcome, alice@acme.test");
  }

  private static String invitation(KeycloakScene.Link link) {
    String href = app.authorize(link.id()).replace("&", "&amp;");
    return "<a href=\"" + href + "\">Sign in</a>";
  }

  private static String welcome(HttpExchange exchange) {
    try {
      Map<String, String> answer = Browser.parameters(exchange.getRequestURI());
      return "Welcome, " + app.signIn(answer).path("email").asText();
    } catch (AssertionError e) {
      return "Sorry: " + e.getMessage();
    }
  }

  private static void show(HttpExchange exchange, String body) throws IOException {
    byte[] page = ("<!doctype html><title>App</title>" + body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }
}
