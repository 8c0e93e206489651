package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.connection.Connection;
import dev.ostiary.protocol.saml.Draft;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Nothing that a browser is answered on its way can be framed, kept, or told on to another site.
class FrontDoorTest {
  private static final Map<String, String> ADA =
      Map.of("outcome", "sign_in", "email", "ada@example.com");

  private static LoginWorld world;
  private static SamlProvider saml;
  private static Connection bySaml;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    world.clock.set(Instant.parse(Draft.ISSUED).plusSeconds(5));
    saml = new SamlProvider(world);
    bySaml = saml.connection(SamlProvider.settings());
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  /// One of each kind.
  private static Map<String, Page> pages() {
    Browser browser = new Browser();
    Map<String, String> request = saml.depart(browser, bySaml);
    Draft draft = saml.answer(bySaml, request).signed(Draft.Signed.BOTH);
    Map<String, String> answer = SamlProvider.form(draft, request.get("RelayState"));
    String callback = saml.urls(bySaml).callback();
    Page form = browser.follow(browser.get(world.authorizeUrl(world.request())));
    Page test = browser.follow(browser.get(test()));
    Map<String, Page> pages = new LinkedHashMap<>();
    pages.put("the simulator's form", form);
    pages.put("a refusal", browser.get(world.authorizeUrl(world.request("client_id", "x"))));
    pages.put("a form that is sent once more", new Browser().post(callback, answer));
    pages.put(
        "a form for the app",
        browser.get(
            world.authorizeUrl(world.request("response_mode", "form_post", "prompt", "none"))));
    pages.put("the result of a test", browser.submit(test, ADA));
    pages.put("signing out", browser.get(world.environment.url() + "/oidc/logout"));
    return pages;
  }

  private static String test() {
    return world.environment.url() + "/sso/v1/oidc/" + world.simulated.id() + "/test";
  }

  @Test
  void noPageCanBeFramedOrKept() {
    pages()
        .forEach((name, page) -> {
          assertThat(page.header("content-type")).as(name).startsWith("text/html");
          assertThat(page.header("content-security-policy"))
              .as(name)
              .contains("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
              .doesNotContain("unsafe");
          isDiscreet(name, page);
        });
  }

  /// A form with a password or an assertion is never sent on, as a 307 would: the next request is a
  /// GET.
  @Test
  void everyFormEndsInAnotherRequestOrAPage() {
    Browser browser = new Browser();
    Page authorized = browser.post(world.environment.url() + "/oauth/authorize", world.request());
    Page simulated = browser.submit(browser.follow(authorized), ADA);
    Page answered = saml.signIn(new Browser(), bySaml);

    assertThat(simulated.parameters()).as("an address with a code").containsKey("code");
    assertThat(answered.parameters()).containsKey("code");
    Map.of("authorize", authorized, "simulator", simulated, "SAML", answered)
        .forEach((name, page) -> {
          assertThat(page.status()).as(name).isEqualTo(303);
          isDiscreet(name, page);
        });
  }

  private static void isDiscreet(String name, Page page) {
    assertThat(page.header("referrer-policy")).as(name).isEqualTo("no-referrer");
    assertThat(page.header("cache-control")).as(name).isEqualTo("no-store");
    assertThat(page.header("x-content-type-options")).as(name).isEqualTo("nosniff");
  }
}
