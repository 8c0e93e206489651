package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.outbound.TestCertificates;
import dev.ostiary.testing.Chromium;
import dev.ostiary.testing.TestDatabase;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/// The portal in a frame of the app's page, in a real browser and over TLS, where to the browser
/// the app and the portal are different sites: what the app hears, and what strangers cannot do.
class EmbeddedPortalBrowserTest {
  private static TestServer server;
  private static HttpServer pages;
  private static Chromium browser;
  private static String app;
  private static String stranger;

  /// What each of the pages shows; the app and a stranger serve the same.
  private static volatile String body = "";

  @TempDir static Path folder;

  private String organization;
  private String connection;

  @BeforeAll
  static void start() throws Exception {
    Path store = new TestCertificates(folder).selfSigned("server", "dns:localhost");
    TestCertificates.Pem pem = TestCertificates.pem(store);
    server =
        TestServer.start(
            Map.of(
                "OSTIARY_URL", "https://localhost",
                "OSTIARY_TLS_CERTIFICATE", pem.certificate().toString(),
                "OSTIARY_TLS_KEY", pem.key().toString()));
    pages = HttpServer.create(new InetSocketAddress(0), 0);
    pages.createContext(
        "/",
        exchange -> {
          byte[] page = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("content-type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    pages.start();
    app = "http://127.0.0.1:" + pages.getAddress().getPort();
    stranger = "http://127.0.0.2:" + pages.getAddress().getPort();
    var uris = Json.object();
    uris.putArray("post_login_uris").add(app + "/callback");
    server.rest().patch("/api/v1/clients/" + server.clientId(), uris);
    browser = Chromium.credulous();
  }

  @AfterAll
  static void stop() {
    browser.close();
    pages.stop(0);
    server.close();
  }

  @BeforeEach
  void customer() {
    browser.forgetEverybody();
    organization =
        server
            .rest()
            .post("/api/v1/organizations", Json.object().put("display_name", "Megasoft"))
            .path("organization")
            .path("id")
            .asText();
    connection =
        server
            .rest()
            .post(
                "/api/v1/organizations/" + organization + "/connections",
                Json.object().put("provider", "IDP_SIMULATOR").put("type", "OIDC"))
            .path("connection")
            .path("id")
            .asText();
  }

  private String link() {
    return server
        .rest()
        .put("/api/v1/organizations/" + organization + "/portal_links", Json.object())
        .path("link")
        .path("location")
        .asText();
  }

  private static void frame(String address) {
    body =
        """
        <!doctype html><title>App</title>
        <script>addEventListener("message", e => {
          const line = document.createElement("p");
          line.textContent = JSON.stringify(e.data);
          document.getElementById("heard").append(line);
        });</script>
        <iframe src="%s" width="1000" height="900" title="Setup"></iframe>
        <div id="heard"></div>
        """
            .formatted(address);
  }

  /// Presses in the frame.
  private static void press(String text) {
    browser.driver().switchTo().frame(0);
    browser.press(text);
    browser.driver().switchTo().defaultContent();
  }

  private static JsonNode heard(String type) {
    assertThat(browser.hears(type, 60)).as(type).isTrue();
    return Arrays.stream(browser.driver().findElement(By.id("heard")).getText().split("\n"))
        .map(Json::parse)
        .filter(message -> message.path("event_type").asText().equals(type))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static void sql(String statement) {
    try (var database = TestDatabase.connect(server.database());
        var update = database.createStatement()) {
      update.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theAppHearsOfItsCustomersPortalFromTheBeginningToTheEnd() {
    frame(link());
    browser.open(app);
    assertThat(heard("PORTAL_LOAD_SUCCESS").path("data").path("expiry").asText()).contains("T");
    assertThat(heard("PORTAL_LOAD_SUCCESS").path("organization_id").asText())
        .isEqualTo(organization);

    press("Another provider (OpenID Connect)");
    String window = browser.driver().getWindowHandle();
    press("Test the sign-in");
    browser.intoTheOtherWindow();
    browser.press("Sign in");
    browser.waitFor("The connection works");
    browser.closeWindow(window);
    press("Put it to use");
    JsonNode enabled = heard("ORGANIZATION_SSO_ENABLED");
    assertThat(enabled.path("organization_id").asText()).isEqualTo(organization);
    assertThat(enabled.path("data"))
        .isEqualTo(
            Json.object()
                .put("connection_type", "SSO")
                .put("id", connection)
                .put("type", "OIDC")
                .put("provider", "IDP_SIMULATOR")
                .put("enabled", true));
    press("Stop using it");
    assertThat(heard("ORGANIZATION_SSO_DISABLED").path("data").path("enabled").asBoolean())
        .isFalse();

    sql("update portal_session set expire_time = now() + interval '5 minutes 3 seconds'");
    press("All connections");
    heard("PORTAL_SESSION_WARNING");
    sql("update portal_session set expire_time = now() + interval '4 seconds'");
    press("Another provider (OpenID Connect)");
    heard("PORTAL_SESSION_EXPIRY");
    press("All connections");
    assertThat(heard("PORTAL_LOAD_FAILURE").path("data").path("error_code").asText())
        .isEqualTo("LINK_NOT_VALID");
  }

  @Test
  void aLinkOfTheAppOpensOnceAndForAMinute() {
    frame(link());
    browser.open(app);
    heard("PORTAL_LOAD_SUCCESS");
    browser.open(app);
    heard("PORTAL_LOAD_FAILURE");

    String old = link();
    sql("update portal_link set expire_time = expire_time - interval '1 minute'");
    frame(old);
    browser.open(app);
    heard("PORTAL_LOAD_FAILURE");
  }

  @Test
  void aSessionLastsSixHours() throws SQLException {
    frame(link());
    browser.open(app);
    heard("PORTAL_LOAD_SUCCESS");

    try (var database = TestDatabase.connect(server.database());
        var query = database.createStatement();
        var found =
            query.executeQuery(
                "select min(expire_time) between now() + interval '5 hours 55 minutes' and now() +"
                    + " interval '6 hours' from portal_session where expire_time > now() + interval"
                    + " '1 hour'")) {
      found.next();
      assertThat(found.getBoolean(1)).isTrue();
    }
  }

  @Test
  void aStrangerCanNeitherFrameThePortalNorHearOfIt() {
    browser.open(link()).press("Begin");
    browser.waitFor("Another provider");

    frame(server.url() + "/portal");
    browser.open(stranger);

    assertThat(browser.hears("PORTAL", 3)).isFalse();
    browser.driver().switchTo().frame(0);
    assertThat(browser.text()).doesNotContain("Another provider").doesNotContain("Megasoft");
    browser.driver().switchTo().defaultContent();
  }

  @Test
  void aStrangersFormDoesNothingInTheNameOfWhoIsInThePortal() {
    browser.open(link()).press("Begin");
    browser.waitFor("Another provider");

    body =
        """
        <!doctype html><title>Win</title>
        <form method="post" action="%s/portal/connections/%s/enable">
        <input name="seen" value="1"><button>Win a prize</button></form>
        """
            .formatted(server.url(), connection);
    browser.open(stranger).press("Win a prize");

    browser.waitFor("sent by a page of another site");
    assertThat(
            server
                .rest()
                .get("/api/v1/organizations/" + organization + "/connections/" + connection)
                .path("connection")
                .path("enabled")
                .asBoolean())
        .isFalse();
  }

  @Test
  void theCookieOfThePortalIsForFramesAndOutOfReach() {
    browser.open(link()).press("Begin");
    browser.waitFor("Another provider");

    assertThat(browser.driver().executeScript("return document.cookie")).isEqualTo("");
  }
}
