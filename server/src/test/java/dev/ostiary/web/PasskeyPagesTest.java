package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Authenticator;
import dev.ostiary.testing.Browser;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What comes of a passkey's answer at the pages: from the browser that was asked, from another
/// one, from a page of another site, and from a copy.
class PasskeyPagesTest {
  private static TestServer server;
  private static Browser owner;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    owner = new Browser();
    owner.post(server.firstLoginLink(), Map.of("name", "Ada"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// Adds a passkey to the owner's account, as the page's script does.
  private static Authenticator passkey() {
    Authenticator laptop = new Authenticator(server.url().toString());
    Map<String, String> form = owner.get(dashboard("account")).fields();
    Map<String, String> answer =
        laptop.create(options(owner.post(dashboard("account/challenge"), form)));
    answer.putAll(Map.of("csrf", form.get("csrf"), "name", "Laptop"));
    assertThat(owner.post(dashboard("account/passkeys"), answer).status()).isEqualTo(303);
    return laptop;
  }

  private static String dashboard(String page) {
    return server.url() + "/dashboard/" + page;
  }

  private static JsonNode options(Browser.Page page) {
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return Json.parse(page.body());
  }

  private static Browser.Page ask(Browser browser) {
    return browser.post(dashboard("passkey/challenge"), Map.of());
  }

  private static Browser.Page signIn(Browser browser, Map<String, String> answer) {
    return browser.post(dashboard("passkey"), answer);
  }

  @Test
  void theBrowserThatWasAskedGetsInAndAnotherDoesNot() {
    Browser asked = new Browser();
    Browser other = new Browser();
    Browser.Page question = ask(asked);
    ask(other);
    Map<String, String> answer = passkey().counting(2).get(options(question));

    Browser.Page refused = signIn(other, answer);
    Browser.Page strange = signIn(new Browser(), answer);
    Browser.Page accepted = signIn(asked, answer);

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).contains("one of another browser");
    assertThat(strange.status()).isEqualTo(401);
    assertThat(strange.body()).contains("no question for a passkey in this browser");
    assertThat(accepted.status()).isEqualTo(303);
    assertThat(asked.get(dashboard("organizations")).status()).isEqualTo(200);
    assertThat(other.get(dashboard("organizations")).status()).isEqualTo(303);
  }

  @Test
  void theQuestionIsOutOfReachOfScriptsAndGoneWithTheAnswer() {
    Browser browser = new Browser();

    assertThat(ask(browser).header("set-cookie"))
        .startsWith("ostiary-passkey=")
        .contains("; HttpOnly", "; SameSite=Lax", "; Path=/")
        .doesNotContain("Domain");
    assertThat(browser.cookies(server.url())).containsKey("ostiary-passkey");
    signIn(browser, Map.of());
    assertThat(browser.cookies(server.url())).doesNotContainKey("ostiary-passkey");
  }

  @Test
  void aCopyIsRefusedAndWrittenDown() {
    Browser browser = new Browser();
    Authenticator laptop = passkey().counting(20);
    assertThat(signIn(browser, laptop.get(options(ask(browser)))).status()).isEqualTo(303);
    Browser thief = new Browser();

    laptop.counting(19);
    Browser.Page refused = signIn(thief, laptop.get(options(ask(thief))));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).contains("there may be a copy of it");
    assertThat(thief.get(dashboard("organizations")).status()).isEqualTo(303);
    assertThat(owner.get(dashboard("audit")).body())
        .contains("passkey refused: its counter went back");
  }

  @Test
  void aPasskeyIsOnlyAddedByAFormOfTheSession() {
    Browser.Page without = owner.post(dashboard("account/challenge"), Map.of());
    Browser.Page stranger = new Browser().post(dashboard("account/challenge"), Map.of());

    assertThat(without.status()).isEqualTo(403);
    assertThat(stranger.status()).isEqualTo(401);
  }

  @Test
  void atAnAddressThePageSaysThatPasskeysNeedAName() {
    try (TestServer plain = TestServer.start(Map.of("OSTIARY_URL", "http://127.0.0.1"))) {
      Browser browser = new Browser();
      browser.post(plain.firstLoginLink(), Map.of("name", "Ada"));

      assertThat(browser.get(plain.url() + "/dashboard/account").body())
          .contains("Passkeys belong to a name and need https")
          .doesNotContain("Add a passkey");
      assertThat(browser.get(plain.url() + "/dashboard/login").body())
          .contains("A link lets you in, once")
          .doesNotContain("Sign in with a passkey");
      assertThat(browser.post(plain.url() + "/dashboard/passkey/challenge", Map.of()).status())
          .isEqualTo(409);
    }
  }
}
