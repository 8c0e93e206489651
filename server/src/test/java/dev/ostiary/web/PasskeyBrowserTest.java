package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.TestServer;
import dev.ostiary.testing.Chromium;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticator;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Protocol;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Transport;

/// A passkey's whole life in a real browser, with an authenticator that the browser plays.
class PasskeyBrowserTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void fromTheLinkToAPasskeyAndToItsRemoval() {
    try (Chromium browser = Chromium.start()) {
      VirtualAuthenticator device = authenticator(browser);
      browser.open(server.firstLoginLink());
      browser.fill("Your name", "Ada").press("Sign in");
      browser.waitFor("No customer yet");

      browser.press("Ada");
      browser.waitFor("You have no passkey yet");
      check(browser, "account-without-passkey");
      browser.fill("Name", "Laptop").press("Add a passkey");
      browser.waitFor("Laptop");
      check(browser, "account");
      assertThat(device.getCredentials()).hasSize(1);

      browser.fill("Name", "Once more").press("Add a passkey");
      browser.waitFor("has a passkey of yours already");

      browser.press("Sign out");
      browser.waitFor("A passkey lets you in");
      check(browser, "sign-in-with-passkey");
      browser.press("Sign in with a passkey");
      browser.waitFor("No customer yet");

      browser.press("Ada");
      browser.waitFor("Laptop");
      assertThat(browser.text()).as("it was used").doesNotContain("–");
      browser.press("Remove");
      browser.waitFor("so you need a link to sign in again");
      check(browser, "passkey-removal");
      browser.press("Remove");
      browser.waitFor("You have no passkey yet");
      browser.press("Audit log");
      browser.waitFor("passkey deleted");
      assertThat(browser.text()).contains("passkey created", "operator signed in with a passkey");

      browser.press("Sign out");
      browser.press("Sign in with a passkey");
      browser.waitFor("The passkey was refused: it was removed");
      check(browser, "passkey-refused");

      device.removeAllCredentials();
      browser.press("Sign in with a passkey");
      browser.waitFor("No passkey was used");
    }
  }

  @Test
  void withoutScriptsThePagesSayThatTheLinkIsTheWay() {
    try (Chromium browser = Chromium.start(false)) {
      browser.open(server.url() + "/dashboard/login");

      browser.waitFor("Passkeys need JavaScript");
      assertThat(browser.text())
          .contains("./ostiary login-link")
          .doesNotContain("Sign in with a passkey");
    }
  }

  private static VirtualAuthenticator authenticator(Chromium browser) {
    return browser
        .driver()
        .addVirtualAuthenticator(
            new VirtualAuthenticatorOptions()
                .setProtocol(Protocol.CTAP2)
                .setTransport(Transport.INTERNAL)
                .setHasResidentKey(true)
                .setHasUserVerification(true)
                .setIsUserVerified(true));
  }

  private static void check(Chromium browser, String name) {
    browser.picture(name);
    for (String scheme : List.of("dark", "light")) {
      browser.scheme(scheme);
      assertThat(browser.accessibilityFaults()).as(name + ", " + scheme).isEmpty();
    }
    assertThat(browser.overflow()).as("the width of " + name).isFalse();
    assertThat(browser.complaints()).as("complaints about " + name).isEmpty();
  }
}
