package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.TestServer;
import dev.ostiary.testing.Chromium;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/// The portal in a real browser: with scripts and without.
class PortalBrowserTest {
  private static TestServer server;
  private static PageClient owner;
  private static String organization;

  /// The path of a simulated connection in the portal.
  private static String connection;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    owner = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
  }

  @BeforeEach
  void customer() {
    organization =
        owner
            .post(
                "/dashboard/organizations/new",
                Map.of("csrf", owner.token(), "display_name", "Megasoft"),
                Map.of())
            .headers()
            .get("location");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String link() {
    String page =
        owner.post(organization + "/links", Map.of("csrf", owner.token()), Map.of()).contentUtf8();
    Matcher link = Pattern.compile("data-copy=\"([^\"]+/magicLink/[^\"]+)\"").matcher(page);
    assertThat(link.find()).isTrue();
    return link.group(1);
  }

  @Test
  void anItAdminConnectsAProvider() {
    try (Chromium browser = Chromium.start()) {
      way(browser, "portal");
    }
  }

  /// From the first page to the last, and no script runs.
  @Test
  void theSameWithoutScripts() {
    simulated();
    try (Chromium browser = Chromium.start(false)) {
      browser.open(link()).press("Begin");
      browser.waitFor("Single sign-on");
      browser.open(server.url() + "/portal/connections/new");
      browser.pressTile("Okta");
      browser.waitFor("Create an application");
      assertThat(browser.text()).contains("Single sign-on URL").contains("/sso/v1/saml/conn_");

      tested(browser);
      browser.press("Look for the result");
      browser.waitFor("The test went well");
      browser.press("Put it to use");
      browser.waitFor("Your people can sign in now.");
      browser.press("Stop using it");
      browser.waitFor("Nobody signs in through this connection any more.");
    }
  }

  @Test
  void aSimulatedProviderIsTestedAndPutToUse() {
    simulated();
    try (Chromium browser = Chromium.start()) {
      browser.open(link()).press("Begin");
      browser.waitFor("Single sign-on");
      check(browser, "portal-home");
      tested(browser);
      browser.waitFor("The test went well");
      assertThat(browser.text())
          .contains("E-mail address")
          .contains("ada@example.com")
          .contains("Lovelace");
      check(browser, "portal-simulator-tested");
      browser.press("Put it to use");
      browser.waitFor("Your people can sign in now.");
    }
  }

  /// A test that the provider refuses says why, and what to do.
  @Test
  void aTestThatFailsSaysWhereToLook() {
    simulated();
    try (Chromium browser = Chromium.start()) {
      browser.open(link()).press("Begin");
      tested(browser, "unknown person");
      browser.waitFor("The last test failed");
      browser.press("If it does not work");
      assertThat(browser.text()).contains("Where to look").doesNotContain("Put it to use\n");
      check(browser, "portal-test-failed");
    }
  }

  @Test
  void theKeyboardIsEnough() {
    simulated();
    try (Chromium browser = Chromium.start()) {
      browser.open(link());
      tabTo(browser, "Begin");
      browser.type(Keys.ENTER);
      browser.waitFor("Single sign-on");
      tabTo(browser, "Connect another provider");
      browser.type(Keys.ENTER);
      browser.waitFor("Which identity provider");
      tabTo(browser, "Google Workspace");
      browser.type(Keys.ENTER);
      browser.waitFor("Create an application");
      browser.type(Keys.TAB);
      assertThat(browser.focused()).isEqualTo("Skip to the content");
    }
  }

  private static void tabTo(Chromium browser, String text) {
    for (int i = 0; i < 60 && !browser.focused().equals(text); i++) {
      browser.type(Keys.TAB);
    }
    assertThat(browser.focused()).isEqualTo(text);
  }

  /// A connection of the customer to the simulator, not in use.
  private static void simulated() {
    String made =
        owner
            .post(
                organization + "/connections/new",
                Map.of("csrf", owner.token(), "provider", "IDP_SIMULATOR", "type", "OIDC"),
                Map.of())
            .headers()
            .get("location");
    connection = "/portal" + made.substring(made.indexOf("/connections/"));
  }

  private static void tested(Chromium browser) {
    tested(browser, "Sign in");
  }

  /// Makes a test that ends in this way.
  private static void tested(Chromium browser, String outcome) {
    browser.open(server.url() + connection);
    browser.waitFor("Test it and put it to use");
    String portal = browser.driver().getWindowHandle();
    browser.press("Test the sign-in");
    browser.intoTheOtherWindow();
    browser.press(outcome);
    browser.waitFor("The connection");
    browser.closeWindow(portal);
  }

  private static void way(Chromium browser, String name) {
    browser.open(link());
    check(browser, name + "-link");
    browser.press("Begin");
    browser.waitFor("Which identity provider");
    check(browser, name + "-tiles");
    browser.pressTile("Microsoft Entra ID");
    browser.waitFor("Bring back the metadata URL");
    check(browser, name + "-steps");
    browser
        .fill("Metadata URL", "https://login.microsoftonline.com/t/federationmetadata.xml")
        .press("Save and check");
    browser.waitFor("The part ?appid=");
    check(browser, name + "-mistake");
    browser.press("All connections");
    browser.press("Domains of your company");
    browser.fill("Domain", "megasoft.example").press("Add");
    browser.waitFor("Waiting for the record");
    check(browser, name + "-domains");
  }

  private static void check(Chromium browser, String name) {
    for (String scheme : new String[] {"dark", "light"}) {
      browser.scheme(scheme).picture(name + "-" + scheme);
      assertThat(browser.accessibilityFaults()).as("accessibility of " + name).isEmpty();
      assertThat(browser.overflow()).as("wider than the window: " + name).isFalse();
    }
    assertThat(browser.complaints()).as("complaints about " + name).isEmpty();
  }
}
