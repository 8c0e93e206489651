package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Chromium;
import dev.ostiary.testing.WebhookReceiver;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/// An operator's whole way in a real browser, from the first link to a verified webhook.
class OperatorBrowserTest {
  private static TestServer server;
  private static WebhookReceiver receiver;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    receiver = new WebhookReceiver();
  }

  @AfterAll
  static void stop() {
    receiver.close();
    server.close();
  }

  @Test
  void fromTheFirstLinkToAWebhook() {
    try (Chromium browser = Chromium.start()) {
      browser.open(server.firstLoginLink());
      check(browser, "sign-in");
      browser.fill("Your name", "Ada").press("Sign in");
      browser.waitFor("No customer yet");
      check(browser, "organizations-empty");

      browser.press("Webhooks").press("New endpoint");
      check(browser, "endpoint-new");
      browser.fill("Name", "App").fill("URL", receiver.url()).press("Create");
      browser.waitFor("Signing secret");
      browser.press("Show");
      browser.waitFor("The current one.");
      String secret =
          browser.driver().findElement(By.xpath("//code[starts-with(text(),'whsec_')]")).getText();

      browser.press("Organizations").press("New organization");
      check(browser, "organization-new");
      browser.fill("Name", "Megasoft").fill("Your own id", "m-1").press("Create");
      browser.waitFor("No connection yet");
      browser.press("New connection");
      check(browser, "connection-new");
      browser
          .choose("Identity provider", "Built-in simulator")
          .choose("Protocol", "OpenID Connect")
          .press("Create");
      browser.waitFor("To enter at the identity provider");
      check(browser, "connection");
      browser.press("Enable");
      browser.waitFor("can sign in through this connection");
      check(browser, "connection-enable");
      browser.press("Enable");
      browser.waitFor("Disable");

      assertThat(receiver.next().type()).isEqualTo("organization.created");
      assertThat(receiver.next().type()).isEqualTo("organization.sso_created");
      WebhookReceiver.Request enabled = receiver.next();
      assertThat(enabled.type()).isEqualTo("organization.sso_enabled");
      assertThat(enabled.verifiedBy(secret)).isTrue();

      browser.press("Webhooks").press("App");
      browser.waitFor("organization.sso_enabled");
      check(browser, "endpoint");
      browser
          .driver()
          .executeScript(
              """
              document.querySelector("[data-live]")
                .addEventListener("told", () => document.body.append("It was told."));
              """);
      server.rest().post("/api/v1/organizations", Json.object().put("display_name", "Initech"));
      browser.waitFor("It was told.");
      browser.waitFor("organization.created");
      browser.press("Blocked lanes");
      browser.waitFor("No lane waits.");
      check(browser, "blocked-lanes");
      browser.press("App");
      browser.press("organization.sso_enabled");
      browser.waitFor("Attempt 1");
      check(browser, "delivery");

      browser.press("Send again");
      browser.waitFor("Only count them");
      check(browser, "replays");
      browser.press("Only count them");
      browser.waitFor("would be sent. Nothing was.");

      browser.press("Organizations");
      check(browser, "organizations");
      browser.fill("Find by name or id", "mega").press("Find");
      browser.waitFor("Megasoft");
      browser.press("Megasoft");
      check(browser, "organization");
      browser.press("Domains");
      browser.fill("Domain", "megasoft.example").press("Add");
      browser.waitFor("Waiting for the record");
      check(browser, "domains");
      browser.press("Megasoft").press("Portal links").press("New link");
      browser.waitFor("shown only now");
      check(browser, "portal-links");
      for (String room :
          new String[] {
            "Sign-ins", "API clients", "Operators", "Audit log", "Signature doctor", "Settings"
          }) {
        browser.press(room);
        check(browser, room.toLowerCase(Locale.ROOT).replace(' ', '-'));
      }
      browser
          .fill("Name of your app", "Initrode")
          .fill("Color of buttons and links", "#6a1b9a")
          .press("Save");
      browser.waitFor("Saved.");
      browser.open(server.url() + "/oauth/authorize");
      browser.waitFor("Initrode");
      check(browser, "refused");

      browser.open(server.url() + "/dashboard").press("Sign out");
      browser.waitFor("There are no passwords here");
      check(browser, "signed-out");
    }
  }

  private static void check(Chromium browser, String name) {
    browser.picture(name);
    assertThat(browser.accessibilityFaults()).as("accessibility of " + name).isEmpty();
    assertThat(browser.overflow()).as("the width of " + name).isFalse();
    browser.scheme("dark").picture(name + "-dark");
    assertThat(browser.accessibilityFaults()).as("accessibility of " + name + ", dark").isEmpty();
    browser.scheme("light");
    assertThat(browser.complaints()).as("complaints about " + name).isEmpty();
  }
}
