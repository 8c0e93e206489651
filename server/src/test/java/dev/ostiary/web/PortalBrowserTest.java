package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.TestServer;
import dev.ostiary.testing.Chromium;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The portal in a real browser: with scripts and without.
class PortalBrowserTest {
  private static TestServer server;
  private static PageClient owner;
  private static String organization;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    owner = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
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

  @Test
  void theSameWithoutScripts() {
    try (Chromium browser = Chromium.start(false)) {
      browser.open(link()).press("Begin");
      browser.waitFor("Single sign-on");
      browser.open(server.url() + "/portal/connections/new");
      browser.pressTile("Okta");
      browser.waitFor("Create an application");
      assertThat(browser.text()).contains("Single sign-on URL").contains("/sso/v1/saml/conn_");
    }
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
    browser.picture(name);
    assertThat(browser.accessibilityFaults()).as("accessibility of " + name).isEmpty();
    assertThat(browser.complaints()).as("complaints about " + name).isEmpty();
  }
}
