package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.environment.ClientSettings;
import dev.ostiary.environment.ClientUris;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who may end a browser's session, and where the browser goes afterwards.
class LogoutTest {
  private static final String BYE = "https://app.example.com/bye";

  private static LoginWorld world;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    world.clients.update(
        world.environment.id(),
        world.app.id(),
        settings ->
            new ClientSettings(
                settings.name(),
                settings.type(),
                new ClientUris(
                    settings.uris().postLogin(),
                    null,
                    ClientUris.redirects("post_logout_redirect_uris", List.of(BYE)),
                    List.of()),
                settings.policy()));
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void withoutAProofThePersonIsAsked() {
    Browser browser = signedIn();
    Page question = browser.get(logout(Map.of()));
    Page forged = browser.post(logout(Map.of()), Map.of("confirmation", "guessed"));
    assertThat(question.body()).contains("Sign out?");
    assertThat(forged.body()).contains("Sign out?");
    assertThat(world.session(browser)).isNotNull();

    Page done = browser.press(question);

    assertThat(done.body()).contains("You are signed out");
    assertThat(browser.cookies(world.environment.url())).doesNotContainKey("session");
    assertThat(browser.get(world.authorizeUrl(world.request("prompt", "none"))).parameters())
        .containsEntry("error", "login_required");
  }

  @Test
  void theBrowserGoesOnToARegisteredAddressAlone() {
    String client = world.app.id().toString();
    Page good =
        new Browser()
            .get(
                logout(
                    Map.of(
                        "client_id", client, "post_logout_redirect_uri", BYE, "state", "a&b=c")));
    Page evil =
        new Browser()
            .get(
                logout(
                    Map.of(
                        "client_id", client, "post_logout_redirect_uri", "https://evil.example")));
    Page nobody = new Browser().get(logout(Map.of("post_logout_redirect_uri", BYE)));

    assertThat(good.location().toString()).startsWith(BYE + "?state=");
    assertThat(good.parameters()).containsEntry("state", "a&b=c");
    assertThat(evil.status()).isEqualTo(400);
    assertThat(evil.header("location")).isEmpty();
    assertThat(nobody.status()).isEqualTo(400);
  }

  @Test
  void aHintThatIsNoTokenOfOursProvesNothing() {
    Browser browser = signedIn();
    Page question = browser.get(logout(Map.of("id_token_hint", "eyJhbGciOiJub25lIn0.e30.")));

    assertThat(question.body()).contains("Sign out?");
    assertThat(
            browser
                .get(world.authorizeUrl(world.request("id_token_hint", "eyJhbGciOiJub25lIn0.e30.")))
                .parameters())
        .containsEntry("error", "invalid_request");
  }

  private static Browser signedIn() {
    Browser browser = new Browser();
    browser.submit(
        browser.follow(browser.get(world.authorizeUrl(world.request()))),
        Map.of("outcome", "sign_in", "email", "ada@example.com"));
    return browser;
  }

  private static String logout(Map<String, String> parameters) {
    return world.environment.url() + "/oidc/logout?" + Browser.encode(parameters);
  }
}
